import { watch, type FSWatcher } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A change counts once the file is the same for this long, in ms: editors write in several steps. */
const QUIET_MS = 200;
/** Some file systems tell no changes: the file is looked at so often, in ms. */
const LOOK_EVERY_MS = 5000;

/**
 * Notices that a file may have changed: written in place, renamed over, or reached through links
 * of which one was swapped, as Kubernetes does with what it mounts.
 */
export class FileWatch {
  readonly #file: string;
  readonly #changed: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #lookEvery: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;
  #seen: string | undefined;
  #told: string | undefined;
  #isStopped = false;

  /** @param changed is called once for what happens within moments, and once at the beginning. */
  constructor(file: string, changed: () => void) {
    this.#file = file;
    this.#changed = changed;
    this.#lookEvery = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
    void this.#look();
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#lookEvery);
    clearTimeout(this.#soon);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  async #look(): Promise<void> {
    const target = await realpath(this.#file).catch(() => this.#file);
    const seen = await signOf(this.#file);
    if (this.#isStopped) return;
    this.#watchOnly(new Set([dirname(this.#file), dirname(target)]));
    const isStill = seen === this.#seen;
    this.#seen = seen;
    if (seen === this.#told) return;
    if (!isStill) return this.#lookSoon();
    this.#told = seen;
    this.#changed();
  }

  /**
   * The timer starts with the first sign and is not put off by later ones: a busy folder would put
   * it off for ever.
   */
  #lookSoon(): void {
    if (this.#isStopped) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.#look();
    }, QUIET_MS);
  }

  /** Watches the folders that hold the file and the files that it links to now. */
  #watchOnly(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#lookSoon());
      this.#watchers.set(folder, watcher);
      watcher.on('error', () => {
        // The folder is gone: it is watched again where the file comes back.
        watcher.close();
        this.#watchers.delete(folder);
      });
    } catch {
      // There is no such folder, or no watcher left: looking every few seconds has to do.
    }
  }
}

/** A text that changes whenever the file or its contents do. */
async function signOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(file);
    return [ino, size, mtimeMs, ctimeMs].join();
  } catch {
    return 'none';
  }
}
