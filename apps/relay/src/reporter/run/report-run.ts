import { UnreadableEntryError, type DriveResult } from '#event-buffer';
import { JobLookupError } from '../../projects/lookup/job-lookup-error.js';
import { decide } from '../decide/decide.js';
import type { Facts } from '../decide/facts.js';
import { beginOf, type RunState } from '../decide/run-state.js';
import { RunEffects, type Learnt, type RunEffectsParts } from './run-effects.js';
import type { KeptState } from '../decide/kept-state.js';

export interface ReportRunParts extends RunEffectsParts {
  /** Whether the target is pinned to a job. */
  readonly isPinned: boolean;
  /** Aborts when the process stops: no new report is begun then. */
  readonly stopping: AbortSignal;
}

/**
 * One run of a target's job: reports until nothing waits, or something has to be waited for. {@link
 * decide} says what to do; here it is done.
 */
export class ReportRun {
  readonly #parts: ReportRunParts;
  readonly #effects: RunEffects;
  #state: RunState;

  constructor(parts: ReportRunParts, target: KeptState) {
    this.#parts = parts;
    this.#effects = new RunEffects(parts);
    this.#state = beginOf(target, parts.drain.now());
  }

  /** Whether its last report may still be under way. */
  get isBrokenOff(): boolean {
    return this.#effects.isBrokenOff;
  }

  async run(): Promise<DriveResult> {
    try {
      for (;;) {
        const result = await this.#step({});
        if (result !== undefined) return result;
      }
    } catch (error) {
      const result = await this.#step({ failure: failureOf(error) });
      return result ?? { kind: 'done' };
    } finally {
      this.#effects.over();
    }
  }

  /** One step: from decision to decision, until a report is settled or the run ends. */
  async #step(begin: Pick<Facts, 'failure'>): Promise<DriveResult | undefined> {
    const { lock, drain, stopping } = this.#parts;
    const isStopping = stopping.aborted;
    const isLockFresh = lock.isFresh();
    const { control } = drain;
    let learnt: Learnt = begin;
    for (;;) {
      const before = this.#state;
      const around = this.#around();
      const known = { isStopping, isLockFresh, control, ...around, ...learnt };
      const { state, effects } = decide(before, known);
      this.#state = state;
      for (const effect of effects) {
        const became = await this.#effects.run(effect, before, state);
        if (became.kind === 'ended') return became.result;
        if (became.kind === 'step-over') return undefined;
        learnt = { ...learnt, ...became.learnt };
      }
    }
  }

  #around() {
    const { drain, limits, project, places, isPinned } = this.#parts;
    return {
      now: drain.now(),
      random: Math.random(),
      limits,
      isPinned,
      hasRate: project.rate !== undefined,
      hasTurn: this.#effects.hasTurn,
      isSketched: this.#effects.isSketched,
      isFedHere: this.#effects.isFedHere,
      mayPark: places.mayPark,
      isCrowded: places.isCrowded,
      waiting: drain.waiting,
    };
  }
}

/** The failure that a target waits for. @throws any other error. */
function failureOf(error: unknown): NonNullable<Facts['failure']> {
  if (error instanceof UnreadableEntryError) return { kind: 'unreadable', code: error.code };
  if (error instanceof JobLookupError) return { kind: 'lookup' };
  throw error;
}
