import {
  UnreadableEntryError,
  type Batch,
  type BatchLimits,
  type Drain,
  type DriveResult,
  type JobLock,
  type TargetFields,
} from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';
import {
  buildReport,
  REPORT_OVERHEAD_BYTES,
  type Delivered,
  type ReportOutcome,
  type ReportRequest,
} from '#metastudio';
import { JobLookupError } from '../projects/job-lookup-error.js';
import type { AfterAnswer, AnswerJudge } from './answer-judge.js';
import { reportsAtMostOnce } from './at-most-once.js';
import type { DrainTeller } from './drain-teller.js';
import { PaceKeeper } from './pace-keeper.js';
import type { PauseReason } from './pause.js';
import type { Places } from './places.js';
import { isDue } from './rate-turn.js';
import { isJudged, reportSize, skippedPlaces } from './refusal-search.js';
import type { ReportLimits } from './report-limits.js';
import type { ReportProject } from './report-project.js';
import type { ReportRoute } from './report-route.js';
import type { TargetTerms } from './report-terms.js';
import type { ReporterListener } from './reporter-listener.js';
import { endedOutage, settledState } from './settled-state.js';
import { delayFields, stateFields, type DelayCause, type TargetState } from './target-state.js';

export interface ReportRunParts {
  readonly drain: Drain;
  readonly teller: DrainTeller;
  readonly lock: JobLock;
  readonly route: ReportRoute;
  readonly judge: AnswerJudge;
  readonly project: ReportProject;
  readonly terms: TargetTerms;
  readonly limits: ReportLimits;
  readonly listener: ReporterListener;
  readonly places: Places;
  /** The process stops: no new report is begun. */
  readonly stopping: AbortSignal;
}

/** After so many reports in one start the next target has its turn, here or elsewhere. */
const REPORTS_A_START = 100;
const REPORTS_A_START_CROWDED = 10;
/** A lock that Redis did not confirm in time is asked for again after so long. */
export const UNCONFIRMED_DELAY_MS = 500;

/**
 * One start of a target's job, from the first report to the moment when nothing waits or
 * something has to be waited for: drain, build, sign, send, settle, follow.
 */
export class ReportRun {
  readonly #parts: ReportRunParts;
  #state: TargetState;
  #reports = 0;
  readonly #pace: PaceKeeper;

  constructor(parts: ReportRunParts, state: TargetState) {
    this.#parts = parts;
    this.#state = state;
    this.#pace = new PaceKeeper(parts);
  }

  async run(): Promise<DriveResult> {
    const { lock, drain, stopping, judge } = this.#parts;
    try {
      while (!stopping.aborted) {
        // Somebody else goes on, or we do once Redis answers in time.
        if (!lock.isFresh()) return { kind: 'again', inMs: UNCONFIRMED_DELAY_MS };
        const result = await this.#step();
        if (result !== undefined) return result;
      }
    } catch (error) {
      if (error instanceof UnreadableEntryError) return this.#pause('entry-unreadable', error.code);
      // Told by whoever looked it up, once for all targets; here it is what the target waits for.
      if (error instanceof JobLookupError) {
        return (await this.#follow(judge.retry('job-lookup', this.#state))) ?? { kind: 'done' };
      }
      throw error;
    }
    // Another process goes on.
    return drain.waiting > 0 ? { kind: 'again', inMs: 0 } : this.#pace.end();
  }

  /** One report, or what stands in its way. `undefined`: go on. */
  async #step(): Promise<DriveResult | undefined> {
    const { drain, route, listener, limits } = this.#parts;
    if (drain.control === 'paused') return this.#delay('pause', limits.times.pauseMs);
    await drain.readAhead();
    const batch = await this.#next();
    if (batch.events === 0) return this.#withoutReport(batch);

    const way = route.next();
    if (route.refusal !== undefined) listener.urlRefused(drain.target, route.refusal);
    if (way.kind === 'no-job') return this.#delay('no-job', limits.times.noJobMs);
    if (way.kind === 'no-url') return this.#pause('no-report-url', undefined);
    const earlyMs = this.#pace.earlyMs(batch, this.#state);
    if (earlyMs > 0) return this.#keepPace(earlyMs);
    return (await this.#holdRate()) ?? this.#report(batch, way.request);
  }

  /** The next batch; bridges may be in it that came since the drain began. */
  async #next(): Promise<Batch> {
    const batch = this.#cut();
    return (await this.#parts.terms.learn(batch.bridges.keys())) ? this.#cut() : batch;
  }

  #cut(now = Date.now()): Batch {
    const { drain, limits, terms } = this.#parts;
    const { suspicion, inFlight, bodyBytesMax } = this.#state;
    const { paid, chat, ambient } = limits.maxAgeMs;
    const batchLimits: BatchLimits = {
      events: reportSize(suspicion, REPORT_EVENTS_MAX),
      bytes: Math.min(limits.bodyBytes, bodyBytesMax) - REPORT_OVERHEAD_BYTES,
      expiredBefore: { paid: now - paid, chat: now - chat, ambient: now - ambient },
      onlyPaid: drain.control === 'held',
    };
    const lost = inFlight > 0 ? { events: inFlight, atMostOnce: terms.atMostOnce } : undefined;
    return drain.window.cut(batchLimits, skippedPlaces(suspicion), lost);
  }

  /** Nothing to report: the buffer is empty, or what waits expired, or was refused. */
  async #withoutReport(batch: Batch): Promise<DriveResult | undefined> {
    const { judge, limits } = this.#parts;
    const { suspicion } = this.#state;
    const { refused, again } = suspicion;
    if (refused.length === 0 || again) {
      // What was refused has expired with all the rest, where `again` had it tried once more.
      return batch.passed === 0 ? this.#pace.end() : this.#settle(batch, false);
    }
    if (!isJudged(suspicion, Date.now(), limits.times.judgeMs)) {
      return this.#follow(judge.waitForNeighbour(this.#state));
    }
    // Several that were all refused blame MetaStudio; only a lone one can be judged by itself.
    if (refused.length > 1) return this.#follow(judge.pauseRefused(this.#state));
    return this.#settle(batch, false);
  }

  async #keepPace(inMs: number): Promise<DriveResult | undefined> {
    if (!this.#pace.mayRest) return this.#delay('pace', inMs);
    if (!(await this.#pace.rest(inMs))) return { kind: 'done' };
    // The room may have begun another run meanwhile.
    const { route, listener, drain } = this.#parts;
    if (await route.locate(false)) listener.jobChanged(drain.target, route.jobId);
    return undefined;
  }

  async #holdRate(): Promise<DriveResult | undefined> {
    const { project, listener, drain } = this.#parts;
    const { rate } = project;
    if (rate === undefined) return undefined;
    const waitMs = isDue(this.#state.grantedAt) ? 0 : await rate.take();
    const inMs = waitMs > 0 ? waitMs : await rate.spend();
    this.#state = { ...this.#state, grantedAt: inMs > 0 ? Date.now() + inMs : 0 };
    if (inMs <= 0) return undefined;
    listener.rateLimited(drain.target, inMs);
    return this.#delay('rate', inMs);
  }

  async #report(batch: Batch, request: ReportRequest): Promise<DriveResult | undefined> {
    const { drain, lock, project, listener, route, judge, terms, places } = this.#parts;
    const { inFlight } = this.#state;
    const marked = reportsAtMostOnce(batch, terms.atMostOnce);
    if (marked) {
      const mayBeSent = Math.max(inFlight, batch.passed);
      // Written down first: whoever finds it knows that these may have been sent.
      if (!(await drain.note({ inFlight: String(mayBeSent) }))) return { kind: 'done' };
      this.#state = { ...this.#state, inFlight: mayBeSent };
    }
    const body = buildReport(batch.fragments(), batch.events, terms.reviewConfig);
    const startedAt = performance.now();
    // A busy buffer is read on while MetaStudio answers, but where others wait for a place: they
    // use the time. If that fails, the next step meets the same error; this batch goes first.
    const readsOn = isFull(batch) && !places.isCrowded;
    const ahead = readsOn ? drain.readAhead(batch.passed).catch(() => {}) : undefined;
    const outcome = await project.client.send(request, body, {
      beforeWrite: () => lock.isFresh(),
      signal: lock.lost,
    });
    await ahead;
    listener.answered(drain.target, outcome, batch.events, performance.now() - startedAt);
    if (outcome.kind === 'delivered') return this.#delivered(batch, outcome);
    if (marked && !isAmbiguous(outcome)) {
      this.#state = { ...this.#state, inFlight };
      await drain.note({ inFlight: inFlight === 0 ? '' : String(inFlight) });
    }
    const job = route.jobId;
    const after = await judge.judge(outcome, batch, this.#state);
    if (route.jobId !== job) listener.jobChanged(drain.target, route.jobId);
    return this.#follow(after);
  }

  async #delivered(batch: Batch, outcome: Delivered): Promise<DriveResult | undefined> {
    const { drain, listener, route } = this.#parts;
    const { reportUrl, reportUrlRefused } = outcome;
    if (reportUrlRefused !== undefined) listener.urlRefused(drain.target, reportUrlRefused);
    const followed = reportUrl === undefined ? {} : route.follow(reportUrl, Date.now());
    return this.#settle(batch, true, followed);
  }

  async #settle(
    batch: Batch,
    delivered: boolean,
    extra: TargetFields = {},
  ): Promise<DriveResult | undefined> {
    const { drain, teller, listener, limits } = this.#parts;
    const now = Date.now();
    const before = this.#state;
    const { refused, again } = before.suspicion;
    const state = settledState(before, batch, delivered, now);
    if (delivered) this.#reports++;
    const rests = delivered && !this.#isOver() && this.#pace.mayRest;
    const rest = rests ? this.#pace.restFields(limits.minIntervalMs) : {};
    const fields = { ...stateFields(state), ...rest, ...extra };
    if (!(await teller.settle(batch, delivered, fields, again ? [] : refused))) {
      return { kind: 'done' };
    }
    this.#state = state;
    if (rests) this.#pace.noted();
    listener.settled(drain.target, batch, now);
    const outage = endedOutage(before, state, batch.passed + drain.waiting, now);
    if (outage !== undefined) listener.recovered(drain.target, outage);
    if (drain.waiting > 0) return this.#isOver() ? { kind: 'again', inMs: 0 } : undefined;
    if (!rests) return this.#pace.end();
    return this.#keepPace(limits.minIntervalMs);
  }

  /** While a limit holds, one report a start: so a hot room starves none. */
  #isOver(): boolean {
    const { project, places } = this.#parts;
    if (project.rate !== undefined) return this.#reports >= 1;
    return this.#reports >= (places.isCrowded ? REPORTS_A_START_CROWDED : REPORTS_A_START);
  }

  async #follow(after: AfterAnswer): Promise<DriveResult | undefined> {
    this.#state = after.state;
    switch (after.kind) {
      case 'go-on':
        return undefined;
      case 'lost':
        return { kind: 'again', inMs: UNCONFIRMED_DELAY_MS };
      case 'delay':
        return this.#delay(after.cause, after.inMs, after.fields);
      case 'pause':
        return this.#pause(after.reason, after.code);
    }
  }

  async #pause(reason: PauseReason, code: string | undefined): Promise<DriveResult> {
    const { listener, drain, limits } = this.#parts;
    listener.paused(drain.target, reason, code);
    const fields = { pausedReason: reason, pausedAt: String(Date.now()) };
    return this.#delay('pause', limits.times.pauseMs, fields);
  }

  async #delay(cause: DelayCause, inMs: number, fields: TargetFields = {}): Promise<DriveResult> {
    if (cause === 'retry' || cause === 'pause') {
      this.#state = { ...this.#state, failingSince: this.#state.failingSince || Date.now() };
    }
    // Only what holds a target up by itself ends what held it up before.
    const over = cause === 'pace' || cause === 'rate' ? {} : { pausedReason: '', pausedAt: '' };
    const noted = {
      ...stateFields(this.#state),
      ...over,
      ...fields,
      ...delayFields(cause, inMs),
      held: '',
    };
    if (!(await this.#parts.teller.note(noted))) return { kind: 'done' };
    return { kind: 'again', inMs };
  }
}

function isFull(batch: Batch): boolean {
  return batch.events >= REPORT_EVENTS_MAX;
}

function isAmbiguous(outcome: ReportOutcome): boolean {
  return outcome.kind === 'retry' && outcome.ambiguous;
}
