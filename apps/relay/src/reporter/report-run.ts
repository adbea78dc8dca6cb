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
import { buildReport, REPORT_OVERHEAD_BYTES, type ReportRequest } from '#metastudio';
import type { AfterAnswer, AnswerJudge } from './answer-judge.js';
import { NO_JOB_MS, PAUSE_MS, type PauseReason } from './pause.js';
import { afterDelivery, formatSuspicion, isJudged, reportSize } from './refusal-search.js';
import type { ReportProject, ReportTerms } from './report-project.js';
import type { ReportRoute } from './report-route.js';
import type { ReporterListener } from './reporter-listener.js';
import { delayFields, type DelayCause, type TargetState } from './target-state.js';

/** The limits of the configuration, as one start of a target's job needs them. */
export interface ReportLimits {
  /** The largest body of a report, in bytes. */
  readonly bodyBytes: number;
  /** The shortest time between two reports that are not full. */
  readonly minIntervalMs: number;
  /** For each class, the oldest event that is still reported, in ms; Infinity: any. */
  readonly maxAgeMs: Readonly<Record<'paid' | 'chat' | 'ambient', number>>;
}

export interface ReportRunParts {
  readonly drain: Drain;
  readonly lock: JobLock;
  readonly route: ReportRoute;
  readonly judge: AnswerJudge;
  readonly project: ReportProject;
  readonly terms: ReportTerms;
  readonly limits: ReportLimits;
  readonly listener: ReporterListener;
  /** The process stops: no new report is begun. */
  readonly stopping: AbortSignal;
}

/** After so many reports in one start the next target has its turn. */
const REPORTS_A_START = 100;

/**
 * One start of a target's job, from the first report to the moment when nothing waits or
 * something has to be waited for: drain, build, sign, send, settle, follow.
 */
export class ReportRun {
  readonly #parts: ReportRunParts;
  #state: TargetState;
  #reports = 0;

  constructor(parts: ReportRunParts, state: TargetState) {
    this.#parts = parts;
    this.#state = state;
  }

  async run(): Promise<DriveResult> {
    const { lock, drain, stopping } = this.#parts;
    try {
      while (lock.isFresh() && !stopping.aborted) {
        const result = await this.#step();
        if (result !== undefined) return result;
      }
    } catch (error) {
      if (error instanceof UnreadableEntryError) return this.#pause('entry-unreadable', error.code);
      throw error;
    }
    // Somebody else goes on: another start, of this process or of one that has the lock by now.
    return drain.waiting > 0 ? { kind: 'again', inMs: 0 } : { kind: 'done' };
  }

  /** One report, or what stands in its way. `undefined`: go on. */
  async #step(): Promise<DriveResult | undefined> {
    const { drain } = this.#parts;
    await drain.readAhead();
    const batch = this.#cut();
    if (batch.events === 0) return this.#withoutReport(batch);

    const held = (await this.#holdPace(batch)) ?? (await this.#holdRate());
    if (held !== undefined) return held;

    const route = this.#parts.route.next();
    if (this.#parts.route.refusal !== undefined) {
      this.#parts.listener.urlRefused(drain.target, this.#parts.route.refusal);
    }
    if (route.kind === 'no-job') return this.#delay('no-job', NO_JOB_MS);
    if (route.kind === 'no-url') return this.#pause('no-report-url', undefined);
    return this.#report(batch, route.request);
  }

  #cut(now = Date.now()): Batch {
    const { drain, limits, judge, terms } = this.#parts;
    const { suspicion, inFlight } = this.#state;
    const { paid, chat, ambient } = limits.maxAgeMs;
    const batchLimits: BatchLimits = {
      events: reportSize(suspicion, REPORT_EVENTS_MAX),
      bytes: Math.min(limits.bodyBytes, judge.bodyBytesMax) - REPORT_OVERHEAD_BYTES,
      expiredBefore: { paid: now - paid, chat: now - chat, ambient: now - ambient },
    };
    // What was refused alone goes first once more, before its neighbours are looked at.
    const skip = judge.triesAgain ? 0 : suspicion.refused.length;
    const lost = inFlight > 0 ? { events: inFlight, atMostOnce: terms.atMostOnce } : undefined;
    return drain.window.cut(batchLimits, skip, lost);
  }

  /** Nothing to report: the buffer is empty, or what waits expired, or was refused. */
  async #withoutReport(batch: Batch): Promise<DriveResult | undefined> {
    const { suspicion } = this.#state;
    const { refused } = suspicion;
    if (batch.passed > refused.length) {
      // Expired events go, and those before them that were refused stay: they are not judged.
      if (refused.length === 0) return this.#settle(batch, false);
    }
    if (refused.length === 0) return { kind: 'done' };
    if (!isJudged(suspicion, Date.now())) {
      return this.#follow(this.#parts.judge.waitForNeighbour(this.#state));
    }
    return this.#settle(batch, false);
  }

  async #holdPace(batch: Batch): Promise<DriveResult | undefined> {
    const { limits, drain } = this.#parts;
    const { suspicion } = this.#state;
    // A search for a bad event is no new report: it goes on at once.
    const searching = suspicion.suspects > 0 || suspicion.refused.length > 0;
    const full = searching || batch.passed < drain.window.events || isFull(batch);
    const inMs = this.#state.reportedAt + limits.minIntervalMs - Date.now();
    if (full || inMs <= 0) return undefined;
    // A clock that was set back must not hold a target up.
    return this.#delay('pace', Math.min(inMs, limits.minIntervalMs));
  }

  async #holdRate(): Promise<DriveResult | undefined> {
    const { project, listener, drain } = this.#parts;
    if (project.rate === undefined) return undefined;
    const { grantedAt } = this.#state;
    const sinceGrant = Date.now() - grantedAt;
    if (grantedAt > 0 && sinceGrant >= -GRANT_SLACK_MS && sinceGrant < GRANT_LIVES_MS) {
      this.#state = { ...this.#state, grantedAt: 0 };
      return undefined;
    }
    const inMs = await project.rate.take();
    if (inMs <= 0) return undefined;
    listener.rateLimited(drain.target, inMs);
    return this.#delay('rate', inMs, { grantedAt: String(Date.now() + inMs) });
  }

  async #report(batch: Batch, request: ReportRequest): Promise<DriveResult | undefined> {
    const { drain, lock, project, listener, terms } = this.#parts;
    const marked = hasAny(batch, terms.atMostOnce);
    // Written down first: whoever finds it knows that these may have been sent.
    if (marked && !(await drain.note({ inFlight: String(batch.passed) }))) return { kind: 'done' };
    const body = buildReport(batch.fragments(), batch.events);
    const startedAt = performance.now();
    // A busy buffer is read on while MetaStudio answers. Where that fails, the next step meets
    // the same error; this batch must be settled first.
    const ahead = isFull(batch) ? drain.readAhead(batch.passed).catch(() => {}) : undefined;
    const outcome = await project.client.send(request, body, {
      beforeWrite: () => lock.isFresh(),
      signal: lock.lost,
    });
    await ahead;
    listener.answered(drain.target, outcome, batch.events, performance.now() - startedAt);
    if (outcome.kind !== 'delivered') {
      if (outcome.kind === 'retry' && outcome.ambiguous) {
        this.#state = { ...this.#state, inFlight: batch.passed };
      } else if (marked) {
        await drain.note({ inFlight: '' });
      }
      return this.#follow(await this.#parts.judge.judge(outcome, batch, this.#state));
    }
    if (outcome.reportUrlRefused !== undefined) {
      listener.urlRefused(drain.target, outcome.reportUrlRefused);
    }
    const url = outcome.reportUrl;
    const followed = url === undefined ? {} : this.#parts.route.follow(url, Date.now());
    return this.#settle(batch, true, followed);
  }

  async #settle(
    batch: Batch,
    delivered: boolean,
    extra: TargetFields = {},
  ): Promise<DriveResult | undefined> {
    const { drain, listener, judge } = this.#parts;
    const now = Date.now();
    const { refused } = this.#state.suspicion;
    const suspicion = delivered
      ? afterDelivery(this.#state.suspicion, batch.events)
      : { ...this.#state.suspicion, refused: [], tries: 0 };
    const fields: Record<string, string> = {
      ...extra,
      suspicion: formatSuspicion(suspicion),
      inFlight: '',
      grantedAt: '',
    };
    if (delivered) fields['reportedAt'] = String(now);
    const words = judge.triesAgain ? [] : refused;
    if (!(await drain.settle(batch, delivered, fields, words))) return { kind: 'done' };
    listener.settled(drain.target, batch, now);
    judge.delivered(delivered);
    this.#state = {
      suspicion,
      inFlight: 0,
      grantedAt: 0,
      failures: delivered ? 0 : this.#state.failures,
      reportedAt: delivered ? now : this.#state.reportedAt,
    };
    if (drain.waiting === 0) return { kind: 'done' };
    return delivered ? this.#nextTurn() : undefined;
  }

  /** While a limit holds, one report a start: so a hot room starves none. */
  #nextTurn(): DriveResult | undefined {
    this.#reports++;
    const { project } = this.#parts;
    const turns = project.rate === undefined ? REPORTS_A_START : 1;
    return this.#reports >= turns ? { kind: 'again', inMs: 0 } : undefined;
  }

  async #follow(after: AfterAnswer): Promise<DriveResult | undefined> {
    this.#state = after.state;
    switch (after.kind) {
      case 'go-on':
        return undefined;
      case 'lost':
        return { kind: 'done' };
      case 'delay':
        return this.#delay(after.cause, after.inMs, after.fields);
      case 'pause':
        return this.#pause(after.reason, after.code);
    }
  }

  async #pause(reason: PauseReason, code: string | undefined): Promise<DriveResult> {
    this.#parts.listener.paused(this.#parts.drain.target, reason, code);
    const fields = { pausedReason: reason, pausedAt: String(Date.now()) };
    return this.#delay('pause', PAUSE_MS, fields);
  }

  async #delay(cause: DelayCause, inMs: number, fields: TargetFields = {}): Promise<DriveResult> {
    const noted = { ...fields, ...delayFields(cause, Date.now() + inMs) };
    if (!(await this.#parts.drain.note(noted))) return { kind: 'done' };
    return { kind: 'again', inMs };
  }
}

/** Clocks of reporters may differ by a little; a token granted that far ahead is good. */
const GRANT_SLACK_MS = 20;
/** A token that was not used for so long is as good as spent by somebody else. */
const GRANT_LIVES_MS = 10_000;

function isFull(batch: Batch): boolean {
  return batch.events >= REPORT_EVENTS_MAX;
}

function hasAny(batch: Batch, bridges: ReadonlySet<string>): boolean {
  if (bridges.size === 0) return false;
  for (const bridge of batch.bridges.keys()) if (bridges.has(bridge)) return true;
  return false;
}
