import type { VirtualWorld } from './virtual-world.js';

interface Job {
  readonly id: string;
  readonly target: string;
  state: 'waiting' | 'delayed' | 'active';
  /** When the job is due, or when its lock ends. */
  until: number;
  token: string;
  /** Whether the job was added once more while it was active. */
  again: boolean;
}

export const LOCK_MS = 6000;
export const STALLED_EVERY_MS = 3000;

/**
 * A model of BullMQ as the relay uses it: each target has at most one active and one waiting job, a
 * lock ends unless it is renewed, and a stalled job starts again.
 */
export class ReportJobs {
  readonly #world: VirtualWorld;
  readonly #jobs = new Map<string, Job>();
  readonly #takers = new Set<() => void>();
  #serial = 0;

  constructor(world: VirtualWorld) {
    this.#world = world;
    const look = (): void => {
      this.#recoverStalled();
      world.after(STALLED_EVERY_MS, look);
    };
    look();
  }

  /** Calls `due` whenever there may be a job to take. */
  watch(due: () => void): void {
    this.#takers.add(due);
  }

  unwatch(due: () => void): void {
    this.#takers.delete(due);
  }

  /** Makes a delayed job due now. */
  promote(id: string): void {
    const job = [...this.#jobs.values()].find((one) => one.id === id);
    if (job?.state !== 'delayed') return;
    job.until = this.#world.now;
    this.#ring(0);
  }

  add(target: string): void {
    const job = this.#jobs.get(target);
    if (job === undefined) this.#addNew(target);
    else if (job.state === 'active') job.again = true;
  }

  /** The next job that is due, locked for its taker. */
  take(): { readonly id: string; readonly target: string; readonly token: string } | undefined {
    const { now } = this.#world;
    const due = [...this.#jobs.values()].filter(({ state, until }) => {
      return state === 'waiting' || (state === 'delayed' && until <= now);
    });
    const job = due.sort((one, other) => one.until - other.until)[0];
    if (job === undefined) return undefined;
    job.state = 'active';
    job.until = now + LOCK_MS;
    job.token = String(this.#serial++);
    return { id: job.id, target: job.target, token: job.token };
  }

  /** @returns whether the caller still had the lock. */
  extend(target: string, token: string): boolean {
    const job = this.#held(target, token);
    if (job !== undefined) job.until = this.#world.now + LOCK_MS;
    return job !== undefined;
  }

  done(target: string, token: string): void {
    const job = this.#held(target, token);
    if (job === undefined) return;
    this.#jobs.delete(target);
    if (job.again) this.#addNew(target);
  }

  delay(target: string, token: string, ms: number): void {
    const job = this.#held(target, token);
    if (job === undefined) return;
    job.state = 'delayed';
    job.until = this.#world.now + ms;
    this.#ring(ms);
  }

  #held(target: string, token: string): Job | undefined {
    const job = this.#jobs.get(target);
    return job?.state === 'active' && job.token === token ? job : undefined;
  }

  #addNew(target: string): void {
    const id = String(this.#serial++);
    const until = this.#world.now;
    this.#jobs.set(target, { id, target, state: 'waiting', until, token: '', again: false });
    this.#ring(0);
  }

  #recoverStalled(): void {
    for (const job of this.#jobs.values()) {
      if (job.state !== 'active' || job.until > this.#world.now) continue;
      job.state = 'waiting';
      this.#ring(0);
    }
  }

  #ring(inMs: number): void {
    this.#world.after(inMs, () => this.#takers.forEach((due) => due()));
  }
}
