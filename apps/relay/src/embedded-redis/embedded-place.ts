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

/** The process and address of the relay's own Redis, while it runs. */
export interface RunningRedis {
  readonly pid: number;
  readonly url: Secret;
}

/** The relay's own Redis could not be started. */
export class EmbeddedRedisError extends Error {
  override readonly name = 'EmbeddedRedisError';
}

/** The folder of the relay's own Redis, beside the configuration. */
export class EmbeddedPlace {
  readonly folder: string;
  readonly #running: string;
  readonly #moved: string;

  /** @param file the configuration's. */
  constructor(file: string) {
    this.folder = join(dirname(resolve(file)), 'relay-redis');
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
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
      throw new EmbeddedRedisError(
        `The Redis of the relay's own cannot have its data in ${this.folder}: ${code}. ` +
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
    return existsSync(join(this.folder, 'appendonlydir'));
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
      if (typeof pid !== 'number' || typeof url !== 'string' || !isAlive(pid)) return undefined;
      // After a reboot the number may be another process's.
      if (began !== undefined && began !== beginOf(pid)) return undefined;
      return { pid, url: new Secret(url) };
    } catch {
      return undefined;
    }
  }

  /** Writes down what runs there, for other commands. The file has a password in it. */
  write({ pid, url }: RunningRedis): void {
    const text = JSON.stringify({ pid, url: url.reveal(), began: beginOf(pid) });
    writeFileSync(`${this.#running}~`, text, { mode: 0o600 });
    renameSync(`${this.#running}~`, this.#running);
  }

  forget(): void {
    rmSync(this.#running, { force: true });
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

/**
 * The start time of a process on Linux, which tells it from a later one with the same number;
 * `ended` until it is reaped.
 */
function beginOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
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
