import {
  isOfOneKey,
  Rounds,
  type QueueJobState,
  type ReportQueue,
  type TargetTable,
  type WaitingTargets,
} from '#event-buffer';
import type { ReporterListener } from '../reporter-listener.js';
import { TargetWatch, type WaitingTarget } from './target-watch.js';

export interface TargetSweepParts {
  readonly targets: Pick<TargetTable, 'waitingAmong'>;
  readonly waiting: Pick<WaitingTargets, 'note' | 'noted' | 'forget'>;
  /** All targets that there are. */
  readonly all: () => Promise<readonly string[]>;
  readonly queue: Pick<ReportQueue, 'wakeAll' | 'examine' | 'promote'>;
  readonly listener: Pick<ReporterListener, 'repaired' | 'failed'>;
  /** A clock in ms that never jumps. */
  readonly now: () => number;
}

/** How many targets one run examines; the others follow in the next runs. */
const EXAMINED_MAX = 100;
/** How many runs it takes to ask about all targets once: a note may be lost, too. */
const RUNS_A_ROUND = 12;

/**
 * Wakes targets that wait without moving, and repairs those that still do not move: a wake-up may be lost, a
 * job, or the time at which it is due. To be run every few seconds; one run at a time. The cost of a run grows
 * with the waiting targets, and only a little with all others.
 */
export class TargetSweep {
  readonly #parts: TargetSweepParts;
  readonly #watch = new TargetWatch();
  readonly #rounds: Rounds;
  /** The targets that this process drove, until they are found not to wait. */
  readonly #driven = new Set<string>();
  #running: Promise<void> | undefined;
  #ranAt = -Infinity;

  constructor(parts: TargetSweepParts) {
    this.#parts = parts;
    this.#rounds = new Rounds(parts.all, RUNS_A_ROUND);
  }

  /** The targets that wait, and that no reporter works on. */
  get idle(): readonly string[] {
    return this.#watch.idle;
  }

  /** How long ago the last run succeeded, in ms. */
  get ageMs(): number {
    return this.#parts.now() - this.#ranAt;
  }

  /** This process drives a target: its job may be lost with the queue. */
  drives(target: string): void {
    this.#driven.add(target);
  }

  async run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    const { queue, now } = this.#parts;
    const isFirst = this.#ranAt === -Infinity;
    const waiting = await this.#waiting(isFirst);
    const { still, overdue } = this.#watch.look(waiting, now());
    // In the first run nothing is known of what happened before.
    const woken = isFirst ? waiting.filter(({ delayMs }) => delayMs === undefined) : still;
    await queue.wakeAll(woken.map(({ target }) => target));
    for (const one of overdue.slice(0, EXAMINED_MAX)) await this.#examine(one);
    this.#ranAt = now();
  }

  async #waiting(isFirst: boolean): Promise<WaitingTarget[]> {
    const { targets, waiting, all } = this.#parts;
    const noted = await waiting.noted();
    const some = isFirst ? await all() : await this.#rounds.next();
    const found = await targets.waitingAmong(new Set([...noted, ...this.#driven, ...some]));
    const names = new Set(found.map(({ target }) => target));
    for (const target of this.#driven) if (!names.has(target)) this.#driven.delete(target);
    const known = new Set(noted);
    await this.#note([...names].filter((target) => !known.has(target)));
    return [...found, ...(await this.#forget(noted.filter((target) => !names.has(target))))];
  }

  /** @returns those that wait again by now: their note may have come just before it was removed. */
  async #forget(gone: readonly string[]): Promise<WaitingTarget[]> {
    const { targets, waiting } = this.#parts;
    await waiting.forget(gone);
    const again = await targets.waitingAmong(gone);
    await this.#note(again.map(({ target }) => target));
    return again;
  }

  /** A full Redis takes no note; the round through all targets finds these all the same. */
  async #note(targets: readonly string[]): Promise<void> {
    const { waiting, listener } = this.#parts;
    await waiting.note(targets).catch((error: Error) => listener.failed(error));
  }

  /** A key of its job that holds something else keeps back no other. */
  async #examine(one: WaitingTarget): Promise<void> {
    try {
      await this.#look(one);
    } catch (error) {
      if (!isOfOneKey(error)) throw error;
      this.#parts.listener.failed(error as Error);
    }
  }

  async #look({ target }: WaitingTarget): Promise<void> {
    const { queue, now } = this.#parts;
    const queueJob = await queue.examine(target);
    const isWorkedOn = queueJob.kind === 'active' && queueJob.lockMs > 0;
    this.#watch.examined(target, isWorkedOn, now());
    if (!isWorkedOn) await this.#repair(target, queueJob);
  }

  async #repair(target: string, queueJob: QueueJobState): Promise<void> {
    const { queue, listener } = this.#parts;
    if (queueJob.kind === 'delayed') {
      await queue.promote(queueJob.jobId, target);
      listener.repaired('delay', target);
    } else if (queueJob.kind === 'none') {
      await queue.wakeAll([target]);
      listener.repaired('wake', target);
    }
  }
}
