import type { Environment } from '#config';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { Secret } from '#secret';
import { FolderClaim } from './folder-claim.js';
import { beginOf, isSameProcess } from './process-mark.js';

/** The process and address of the relay's own Redis, while it runs. */
export interface RunningRedis {
  readonly pid: number;
  readonly url: Secret;
}

/** The relay's own Redis could not be started. */
export class EmbeddedRedisError extends Error {
  override readonly name = 'EmbeddedRedisError';
}

/** What Redis appends to: a folder since version 7, and one file before. */
const APPEND_ONLY = ['appendonlydir', 'appendonly.aof'];

/** The folder of the relay's own Redis, beside the configuration. */
export class EmbeddedPlace {
  readonly folder: string;
  /** Of the right to run a server there. */
  readonly claim: FolderClaim;
  readonly #running: string;
  readonly #moved: string;

  /** @param file the configuration's. */
  constructor(file: string) {
    this.folder = join(dirname(resolve(file)), 'relay-redis');
    this.claim = new FolderClaim(this.folder);
    this.#running = join(this.folder, 'running.json');
    this.#moved = join(this.folder, 'moved');
  }

  /**
   * Makes the folder.
   *
   * @throws EmbeddedRedisError where nothing can be written there.
   */
  make(): void {
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      accessSync(this.folder, constants.W_OK);
    } catch (error) {
      throw this.#unusable(
        error,
        'Give the user that the relay runs as a folder to write in, or name a Redis in REDIS_URL.',
      );
    }
  }

  /** Whether the folder has data that was not carried to another Redis. */
  get hasData(): boolean {
    return this.hasBeenUsed && !existsSync(this.#moved);
  }

  /** Whether a Redis has ever run on the folder. */
  get hasBeenUsed(): boolean {
    return APPEND_ONLY.some((name) => existsSync(join(this.folder, name)));
  }

  /** Marks the data as carried to another Redis. */
  markMoved(): void {
    writeFileSync(this.#moved, '');
  }

  /** Takes the mark away: the data is in use again. */
  forgetMoved(): void {
    rmSync(this.#moved, { force: true });
  }

  /** The Redis that runs on the folder; `undefined` where none does. */
  running(): RunningRedis | undefined {
    try {
      const running = JSON.parse(readFileSync(this.#running, 'utf8')) as Record<string, unknown>;
      const { pid, url, began } = running;
      if (typeof pid !== 'number' || typeof url !== 'string') return undefined;
      const isIt = isSameProcess(pid, began as string | undefined);
      return isIt ? { pid, url: new Secret(url) } : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Writes down what runs there, for other commands. The file has a password in it.
   *
   * @throws EmbeddedRedisError where that cannot be written.
   */
  write({ pid, url }: RunningRedis): void {
    const text = JSON.stringify({ pid, url: url.reveal(), began: beginOf(pid) });
    try {
      writeFileSync(`${this.#running}~`, text, { mode: 0o600 });
      renameSync(`${this.#running}~`, this.#running);
    } catch (error) {
      throw this.#unusable(error, 'Look at the disk: is it full, or read-only?');
    }
  }

  forget(): void {
    rmSync(this.#running, { force: true });
  }

  /** That another process has the folder, and no server answers there. */
  heldError(): EmbeddedRedisError {
    return new EmbeddedRedisError(
      `Another process has ${this.folder}, and the Redis there does not answer: see what the relay that ` +
        'was started first says. Where none runs, remove the file owner.* there.',
    );
  }

  #unusable(error: unknown, wayOut: string): EmbeddedRedisError {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    return new EmbeddedRedisError(
      `The Redis of the relay's own cannot have its data in ${this.folder}: ${code}. ${wayOut}`,
    );
  }
}

/** The path of a program in the environment's PATH. */
export function programOf(name: string, { PATH = '' }: Environment): string | undefined {
  for (const folder of PATH.split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && isExecutable(path)) return path;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
