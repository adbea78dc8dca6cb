import { DeadLetters, Names, Recount, Rounds, WaitingTargets } from '#event-buffer';
import type { BufferKeys, BufferRedis, LedgerReader, LossMark, ReportQueue } from '#event-buffer';
import type { ReadinessProbe } from '../../console/readiness.js';
import type { ReporterListener } from '../reporter-listener.js';
import { SweepTimer } from './sweep-timer.js';
import { TargetRecount } from './target-recount.js';
import { TargetRounds } from './target-rounds.js';
import { TargetSweep } from './target-sweep.js';
import { targetsProbe } from '../../process/readiness-probes.js';

export interface TargetUpkeepParts {
  /** For small reads and writes. */
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly ledger: LedgerReader;
  readonly queue: ReportQueue;
  readonly loss: LossMark;
  readonly listener: ReporterListener;
  /** How often it sweeps, in ms, where that differs from the default. */
  readonly everyMs: number | undefined;
}

/** Steps in which all targets are looked at for what only days change: half an hour. */
const STEPS_A_ROUND = 360;

/** Steps in which the counts of all targets are looked at: ten minutes. What waits is looked at each time. */
const COUNT_STEPS_A_ROUND = 120;

const monotonicMs = (): number => performance.now();

/** What a reporter does for all targets beside reporting: wakes them, and repairs those that are stuck. */
export class TargetUpkeep {
  readonly sweep: TargetSweep;
  readonly #parts: TargetUpkeepParts;
  readonly #timer: SweepTimer;

  constructor(parts: TargetUpkeepParts) {
    const { redis, keys, ledger, queue, loss, listener, everyMs } = parts;
    const all = async (): Promise<readonly string[]> => ledger.targets();
    const rounds = new TargetRounds(
      new DeadLetters(redis, keys),
      new Names(redis, keys),
      new Rounds(all, STEPS_A_ROUND),
    );
    const waiting = new WaitingTargets(redis, keys);
    const recount = new TargetRecount({
      recount: new Recount(redis, keys),
      rounds: new Rounds(all, COUNT_STEPS_A_ROUND),
      waiting,
      queue,
      listener,
      now: monotonicMs,
    });
    this.#parts = parts;
    this.sweep = new TargetSweep({
      targets: ledger.table,
      waiting,
      all,
      queue,
      listener,
      now: monotonicMs,
    });
    this.#timer = new SweepTimer({
      sweep: this.sweep,
      queue,
      loss,
      recount,
      rounds,
      listener,
      everyMs,
    });
  }

  /** @param own see {@link SweepTimer.start}. */
  async start(...own: readonly (() => Promise<void>)[]): Promise<void> {
    const { queue, loss, listener, everyMs } = this.#parts;
    try {
      await loss.ageMs();
      await queue.scheduleSweep(everyMs);
    } catch (error) {
      // Redis takes no writes yet; the timer repeats both.
      listener.failed(error as Error);
    }
    this.#timer.start(...own);
  }

  stop(): void {
    this.#timer.stop();
  }

  probe(): ReadinessProbe {
    return targetsProbe(this.sweep);
  }
}
