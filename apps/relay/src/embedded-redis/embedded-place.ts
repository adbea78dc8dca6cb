import type { Environment } from '#config';
import { accessSync, constants, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { Secret } from '#secret';

/** Where the Redis of the relay's own is, while it runs. */
export interface RunningRedis {
  readonly pid: number;
  readonly url: Secret;
}

/** The folder of the relay's own Redis, beside the configuration. */
export class EmbeddedPlace {
  readonly folder: string;
  readonly #note: string;

  /** @param file the configuration's. */
  constructor(file: string) {
    this.folder = join(dirname(resolve(file)), 'relay-redis');
    this.#note = join(this.folder, 'running.json');
  }

  /** What runs there; `undefined` where nothing does. */
  running(): RunningRedis | undefined {
    try {
      const { pid, url } = JSON.parse(readFileSync(this.#note, 'utf8')) as Record<string, unknown>;
      if (typeof pid !== 'number' || typeof url !== 'string' || !isAlive(pid)) return undefined;
      return { pid, url: new Secret(url) };
    } catch {
      return undefined;
    }
  }

  /** Notes what runs there, for the other commands; its address has a password. */
  note({ pid, url }: RunningRedis): void {
    const text = JSON.stringify({ pid, url: url.reveal() });
    writeFileSync(`${this.#note}~`, text, { mode: 0o600 });
    renameSync(`${this.#note}~`, this.#note);
  }

  forget(): void {
    rmSync(this.#note, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The path of a program that the environment's PATH has. */
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
