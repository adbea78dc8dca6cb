import { fieldsOf, jsonIn } from '#live-event';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** What a process of the relay says about itself. */
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

/** A process that has not announced itself for this long is gone. */
const SILENT_MS = 20_000;

/** Which processes of an installation run, by Redis's clock. */
export class ProcessRegistry {
  readonly #redis: BufferRedis;
  readonly #key: string;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#key = keys.processes;
  }

  /** Announces that a process runs; to be repeated every few seconds. */
  async announce(id: string, note: ProcessNote): Promise<void> {
    await this.#redis.announceProcess({
      processes: this.#key,
      process: id,
      note: JSON.stringify({ ...note, marks: 1 }),
    });
  }

  /** Announces that it ends. */
  async withdraw(id: string): Promise<void> {
    await this.#redis.hdel(this.#key, id);
  }

  /** The running processes, the oldest first. Unreadable ones, of another version, are left out. */
  async list(): Promise<RunningProcess[]> {
    const running: RunningProcess[] = [];
    for (const [id, text] of await this.#notes()) {
      const note = noteOf(keptNoteOf(text));
      if (note !== undefined) running.push({ id, ...note });
    }
    return running.sort((one, other) => one.since - other.since);
  }

  /** Whether all running processes mark their changes of targets: older versions do not. */
  async areMarking(): Promise<boolean> {
    return (await this.#notes()).every(([, text]) => keptNoteOf(text).marks === 1);
  }

  /** The notes of the running processes. */
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

/** A process's note in its stored form. */
type KeptNote = Partial<ProcessNote> & {
  /** 1: it marks its changes of targets. */
  readonly marks?: unknown;
};

function keptNoteOf(text: string): KeptNote {
  return fieldsOf(jsonIn(text) as KeptNote);
}

function noteOf({ roles, host, pid, version, since }: KeptNote): ProcessNote | undefined {
  if (!Array.isArray(roles) || typeof since !== 'number') return undefined;
  // Of no other time a date can be made.
  if (Number.isNaN(new Date(since).getTime())) return undefined;
  return {
    roles: roles.map(String),
    host: String(host),
    pid: Number(pid),
    version: String(version),
    since,
  };
}
