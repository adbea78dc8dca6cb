import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** What a process of the relay says of itself. */
export interface ProcessNote {
  readonly roles: readonly string[];
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  /** When it started, ms since 1970 by its own clock. */
  readonly since: number;
}

export interface RunningProcess extends ProcessNote {
  readonly id: string;
}

/** A process that has not said for so long that it runs does not. */
const SILENT_MS = 20_000;

/** Which processes of an installation run, by Redis's clock. */
export class ProcessRegistry {
  readonly #redis: BufferRedis;
  readonly #key: string;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#key = keys.processes;
  }

  /** Says that a process runs; to be said again within some seconds. */
  async announce(id: string, note: ProcessNote): Promise<void> {
    await this.#redis.announceProcess({
      processes: this.#key,
      process: id,
      note: JSON.stringify({ ...note, marks: 1 }),
    });
  }

  /** Says that it ends. */
  async withdraw(id: string): Promise<void> {
    await this.#redis.hdel(this.#key, id);
  }

  /** Those that run, the oldest first. What cannot be read, of another version, is left out. */
  async list(): Promise<RunningProcess[]> {
    const running: RunningProcess[] = [];
    for (const [id, text] of await this.#notes()) {
      const note = noteOf(parsed(text));
      if (note !== undefined) running.push({ id, ...note });
    }
    return running.sort((one, other) => one.since - other.since);
  }

  /** Whether all that run mark what they change of targets: versions before this one do not. */
  async areMarking(): Promise<boolean> {
    return (await this.#notes()).every(([, text]) => parsed(text)?.marks === 1);
  }

  /** What those that run said of themselves. */
  async #notes(): Promise<(readonly [id: string, text: string])[]> {
    const [now = '0', ...pairs] = await this.#redis.listProcesses({ processes: this.#key });
    const notes: (readonly [string, string])[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const [, saidAt, text] = /^(\d+):(.*)$/su.exec(pairs[i + 1]!) ?? [];
      if (text === undefined || Math.abs(Number(now) - Number(saidAt)) > SILENT_MS) continue;
      notes.push([pairs[i]!, text]);
    }
    return notes;
  }
}

/** What a process says of itself, as it is kept. */
type KeptNote = Partial<ProcessNote> & {
  /** 1: it marks what it changes of targets. */
  readonly marks?: unknown;
};

function parsed(text: string): KeptNote | undefined {
  try {
    return (JSON.parse(text) as KeptNote | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function noteOf(kept: KeptNote | undefined): ProcessNote | undefined {
  if (kept === undefined) return undefined;
  const { roles, host, pid, version, since } = kept;
  if (!Array.isArray(roles) || typeof since !== 'number') return undefined;
  return {
    roles: roles.map(String),
    host: String(host),
    pid: Number(pid),
    version: String(version),
    since,
  };
}
