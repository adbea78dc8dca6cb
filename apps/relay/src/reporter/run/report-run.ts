import { UnreadableEntryError, type DriveResult } from '#event-buffer';
import { JobLookupError } from '../../projects/lookup/job-lookup-error.js';
import { decide } from '../decide/decide.js';
import type { Facts } from '../decide/facts.js';
import { beginOf, type RunState } from '../decide/run-state.js';
import type { Learnt, StepEnd } from './became.js';
import { RunEffects, type RunEffectsParts } from './run-effects.js';
import type { KeptState } from '../decide/kept-state.js';

export interface ReportRunParts extends RunEffectsParts {
  /** Whether the target is pinned to a job. */
  readonly isPinned: boolean;
  /** Aborts when the process stops: no new report is begun then. */
  readonly stopping: AbortSignal;
}

/** What counts for a whole step as it was when the step began. */
type AsItBegan = Pick<Facts, 'isStopping' | 'isLockFresh'>;

/** What is known before a step begins. */
type Begin = Pick<Facts, 'isStillEmpty' | 'failure'>;

const NOTHING_LEARNT: Learnt = {
  batch: undefined,
  way: undefined,
  turnInMs: undefined,
  isMarked: undefined,
  answer: undefined,
  located: undefined,
  settled: undefined,
  isStillEmpty: undefined,
  failure: undefined,
};

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
      let begin: Begin = {};
      for (;;) {
        const end = await this.#step(begin);
        begin = {};
        if (end.kind === 'ended') return end.result;
        // Out here, where nothing of the step is kept: what a parked target keeps outlives young collections.
        if (end.kind === 'parks') {
          await this.#effects.park(end.forMs, end.forAppendMs);
          await this.#effects.locateAnew();
        }
        if (end.kind === 'awaits') {
          const came = await this.#effects.awaitEvents(end.forMs);
          if (came === 'overtaken') return { kind: 'done' };
          await this.#effects.locateAnew();
          begin = { isStillEmpty: came === 'nothing' };
        }
      }
    } catch (error) {
      const end = await this.#step({ failure: failureOf(error) });
      return end.kind === 'ended' ? end.result : { kind: 'done' };
    } finally {
      this.#effects.over();
    }
  }

  /** One step: from decision to decision, until a report is settled or the run ends. */
  async #step(begin: Begin): Promise<StepEnd> {
    const { lock, stopping } = this.#parts;
    const asItBegan = { isStopping: stopping.aborted, isLockFresh: lock.isFresh() };
    const learnt = Object.assign({ ...NOTHING_LEARNT }, begin);
    for (;;) {
      const before = this.#state;
      const { state, effects } = decide(before, this.#facts(asItBegan, learnt));
      this.#state = state;
      for (const effect of effects) {
        const became = await this.#effects.run(effect, before, state);
        if (became.kind !== 'learnt') return became;
        Object.assign(learnt, became.learnt);
      }
    }
  }

  /** Field by field: an object that is spread into another one costs more than all that is decided. */
  #facts({ isStopping, isLockFresh }: AsItBegan, learnt: Learnt): Facts {
    const { drain, limits, project, places, isPinned } = this.#parts;
    return {
      isStopping,
      isLockFresh,
      isClockSet: drain.isClockSet,
      control: drain.control,
      now: drain.now(),
      random: Math.random(),
      limits,
      isPinned,
      hasRate: project.rate !== undefined,
      hasTurn: this.#effects.hasTurn,
      isSketched: this.#effects.isSketched,
      isFedHere: this.#effects.isFedHere,
      mayPark: places.mayPark,
      mayAwaitEvents: places.mayAwaitEvents,
      isCrowded: places.isCrowded,
      waiting: drain.waiting,
      batch: learnt.batch,
      way: learnt.way,
      turnInMs: learnt.turnInMs,
      isMarked: learnt.isMarked,
      answer: learnt.answer,
      located: learnt.located,
      settled: learnt.settled,
      isStillEmpty: learnt.isStillEmpty,
      failure: learnt.failure,
    };
  }
}

/** The failure that a target waits for. @throws any other error. */
function failureOf(error: unknown): NonNullable<Facts['failure']> {
  if (error instanceof UnreadableEntryError) return { kind: 'unreadable', code: error.code };
  if (error instanceof JobLookupError) return { kind: 'lookup' };
  throw error;
}
