import {
  Drain,
  isSameCursor,
  LOST_EARLY,
  targetAddressOf,
  TargetTable,
  type BufferKeys,
  type BufferRedis,
  type DriveResult,
  type DrainMemory,
  type JobLock,
  type LossMark,
  type RedisTime,
  type ReportDriver,
} from '#event-buffer';
import { JobLookupError } from '../../projects/lookup/job-lookup-error.js';
import { AcceptedReports, isAmong, type AcceptedReport } from './accepted-reports.js';
import { UNCONFIRMED_DELAY_MS } from '../decide/effects.js';
import { DrainTeller } from './drain-teller.js';
import { TargetsBeforeLoss } from './targets-before-loss.js';
import type { AppendNews } from './own-feed.js';
import type { Places } from './places.js';
import type { ReportProject } from '../project/report-project.js';
import { pauseUnknown } from './pause-unknown.js';
import { RecentReports } from './recent-reports.js';
import { ReportRoute } from './report-route.js';
import type { ReportLimits } from '../report-limits.js';
import type { ReportTerms } from '../report-terms.js';
import { ReportRun } from './report-run.js';
import type { ReportUrlVault } from '../../projects/report-url-vault.js';
import type { ReporterListener } from '../reporter-listener.js';
import { retryDelayMs } from '../decide/retry-delay.js';
import type { TargetSweep } from '../upkeep/target-sweep.js';
import { delayFields, keptStateOf, type KeptState } from '../decide/kept-state.js';

/** What the targets of one process have in common. */
export interface TargetReporterParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly sweep: Pick<TargetSweep, 'run' | 'drives'>;
  readonly vault: ReportUrlVault;
  readonly projects: ReadonlyMap<string, ReportProject>;
  readonly terms: ReportTerms;
  readonly limits: ReportLimits;
  readonly listener: ReporterListener;
  readonly places: Places;
  readonly ownAppends: AppendNews;
  /** What the drains of the process hold. */
  readonly memory: DrainMemory;
  readonly time?: RedisTime;
  /**
   * Tells whether Redis has lost its data, and so who works on which target; and how long, in ms,
   * somebody may still do so.
   */
  readonly loss?: { readonly mark: Pick<LossMark, 'ageMs'>; readonly lockMs: number };
}

/** How often the target of another is offered again, in ms: the reporter that had it may be free any moment. */
const OFFERED_EVERY_MS = 300;
/** The longest time from a report's first byte to its answer, in ms. */
const REPORT_MS_MAX = 60_000;

interface Driven {
  readonly over: Promise<DriveResult>;
  readonly lock: JobLock;
}

/** Reports the targets whose jobs BullMQ gives to this process. */
export class TargetReporter implements ReportDriver {
  readonly #parts: TargetReporterParts;
  readonly #table: TargetTable;
  readonly #stopping = new AbortController();
  readonly #accepted = new AcceptedReports();
  /** The run of each target that this process drives. */
  readonly #driven = new Map<string, Driven>();
  readonly #had = new TargetsBeforeLoss();

  constructor(parts: TargetReporterParts) {
    this.#parts = parts;
    this.#table = new TargetTable(parts.redis, parts.keys);
  }

  async drive(target: string, queueJobId: string, lock: JobLock): Promise<DriveResult> {
    this.#parts.sweep.drives(target);
    const before = this.#driven.get(target);
    const driven = { over: this.#driveAfter(before, target, queueJobId, lock), lock };
    this.#driven.set(target, driven);
    try {
      return await driven.over;
    } finally {
      if (this.#driven.get(target) === driven) this.#driven.delete(target);
    }
  }

  /**
   * Redis may lose which reporter has a target, and give its job to this one again while it still
   * reports what it had read: that is finished first, and not parked for events that it is not told of.
   */
  async #driveAfter(
    before: Driven | undefined,
    target: string,
    queueJobId: string,
    lock: JobLock,
  ): Promise<DriveResult> {
    const { places, memory } = this.#parts;
    if (before !== undefined) places.wake(target);
    await before?.over.catch(() => {});
    await places.take(target);
    try {
      if (this.#stopping.signal.aborted) return { kind: 'again', inMs: 0 };
      // It is not known when a report that was broken off is over.
      const isMine = before !== undefined && !before.lock.lost.aborted;
      return await this.#drive(target, queueJobId, lock, isMine);
    } finally {
      memory.set(target, 0);
      places.giveBack(target);
    }
  }

  /** @param isMine whether this process had the target when Redis last knew, and so nobody else. */
  async #drive(
    target: string,
    queueJobId: string,
    lock: JobLock,
    isMine: boolean,
  ): Promise<DriveResult> {
    const { projects, vault, limits, listener, places, ownAppends, memory } = this.#parts;
    // To begin a drain ends every other: that needs a lock that is surely ours.
    if (!lock.isFresh()) return { kind: 'again', inMs: UNCONFIRMED_DELAY_MS };
    const drain = await this.#begin(target, queueJobId);
    if (drain === undefined || drain.waiting === 0) return { kind: 'done' };
    const othersMs = isMine ? 0 : await this.#othersMs(drain);
    if (othersMs > 0) return { kind: 'again', inMs: Math.min(othersMs, OFFERED_EVERY_MS) };
    const address = targetAddressOf(target);
    const project = projects.get(address.project);
    if (project === undefined) return pauseUnknown(drain, this.#parts);
    // Also where it then fails for another reason, or all that waits has expired.
    if (drain.record.get('pausedReason') === 'project-unknown') {
      await drain.note({ pausedReason: undefined, pausedAt: undefined });
    }
    const kept = keptStateOf(drain.record, drain.now());
    const terms = this.#parts.terms.of(drain);
    const route = new ReportRoute(drain, project, vault, terms);
    const isPinned = address.jobId !== undefined;
    const stopping = this.#stopping.signal;
    const accepted = this.#accepted;
    const teller = new DrainTeller({ drain, lock, accepted, listener, stopping });
    const shared = { project, terms, limits, listener, places, ownAppends, memory, stopping };
    const recent = new RecentReports(drain.record);
    const parts = { ...shared, drain, teller, lock, route, recent, isPinned };
    try {
      const moved = await route.locate(false);
      if (moved) listener.liveJobChanged(target, route.liveJobId);
      const state = await this.#onceLookedUp(drain, kept);
      const run = new ReportRun(parts, state);
      const result = await run.run();
      if (lock.lost.reason === LOST_EARLY && !run.isBrokenOff) await this.#keepsIfLost(target);
      return result;
    } catch (error) {
      // The look-up has reported the failure, once for all targets; this target waits for it.
      if (error instanceof JobLookupError) return this.#retryLater(drain, kept.failures + 1);
      throw error;
    }
  }

  /**
   * How long, in ms, another reporter may still have a report of the target under way, where Redis
   * has lost who works on it.
   */
  async #othersMs(drain: Drain): Promise<number> {
    const { loss } = this.#parts;
    if (loss === undefined || drain.record.get('cursor') !== undefined) return 0;
    const ageMs = await loss.mark.ageMs();
    if (ageMs === undefined || this.#had.isSince(drain.target, ageMs)) return 0;
    return Math.max(0, loss.lockMs - ageMs);
  }

  /** Redis lost that this process had the target, which it may go on with at once. */
  async #keepsIfLost(target: string): Promise<void> {
    const ageMs = await this.#parts.loss?.mark.ageMs().catch(() => undefined);
    // Noted after the loss was noticed: it is of this one, and of none that comes.
    if (ageMs !== undefined) this.#had.add(target);
  }

  /** Whether Redis lost what it held since a report was accepted, or while it was under way. */
  async #isLostSince(acceptedAt: number): Promise<boolean> {
    const { loss } = this.#parts;
    const ageMs = await loss?.mark.ageMs();
    return ageMs !== undefined && performance.now() - ageMs > acceptedAt - REPORT_MS_MAX;
  }

  /**
   * Begins a drain, and settles what this process remembers; `undefined`: another drain has started
   * since.
   */
  async #begin(target: string, queueJobId: string): Promise<Drain | undefined> {
    const { redis, keys, listener, memory, time } = this.#parts;
    const begin = async (): Promise<Drain> =>
      Drain.begin(redis, keys, target, queueJobId, { memory, time });
    const drain = await begin();
    const report = this.#accepted.of(target);
    switch (await this.#accepted.recover(drain)) {
      case 'nothing':
        return drain;
      case 'settled':
        listener.settled(target, report!, drain.now(), keptBackUntil(report!));
        // Begins again, to read the fields that were settled.
        return begin();
      case 'was-settled':
        listener.settled(target, report!, drain.now(), keptBackUntil(report!));
        return drain;
      case 'overtaken':
        await this.#tellOvertaken(target, report!);
        return begin();
      case 'lost':
        return undefined;
    }
  }

  /** @throws where Redis does not say whether it lost anything: the report stays remembered, to be told of later. */
  async #tellOvertaken(target: string, report: AcceptedReport): Promise<void> {
    const { listener } = this.#parts;
    const isLost = await this.#isLostSince(report.at);
    if (report !== this.#accepted.of(target)) return;
    this.#accepted.forget(target);
    if (isLost) listener.uncounted(target, report.passed);
    else listener.forgotten(target, report.passed);
  }

  async sweep(): Promise<void> {
    await this.#parts.sweep.run();
  }

  /**
   * A target whose report could not be settled may be another reporter's for good: where the buffer has
   * gone on without that report, no other process counts it. To be called every few seconds.
   */
  async lookAtAccepted(): Promise<void> {
    const { targets } = this.#accepted;
    for (const target of targets) {
      const report = this.#accepted.of(target);
      const { cursor, reports } = await this.#table.head(target);
      // While it is driven here, or where Redis lost how far it was, the drain itself finds out.
      if (report === undefined || cursor === undefined || this.#driven.has(target)) continue;
      if (report !== this.#accepted.of(target) || isSameCursor(cursor, report.start)) continue;
      if (isAmong(report, reports)) await this.#tellSettled(target, report);
      else await this.#tellOvertaken(target, report);
    }
  }

  async #tellSettled(target: string, report: AcceptedReport): Promise<void> {
    const now = await this.#table.now();
    if (report !== this.#accepted.of(target)) return;
    this.#accepted.forget(target);
    this.#parts.listener.settled(target, report, now, keptBackUntil(report));
  }

  stop(): void {
    this.#stopping.abort();
    this.#parts.places.stop();
  }

  restarted(): void {
    this.#parts.listener.repaired('consumer', undefined);
  }

  failed(error: Error): void {
    this.#parts.listener.failed(error);
  }

  /** Retries later, as after any failure: the job cannot be looked up. */
  async #retryLater(drain: Drain, failures: number): Promise<DriveResult> {
    const inMs = retryDelayMs(failures, Math.random(), 0, this.#parts.limits.times);
    const failed = { failures, failing: JOB_LOOKUP };
    await drain.note({ ...failed, ...delayFields('retry', inMs, drain.now()) });
    return { kind: 'again', inMs };
  }

  /** Once the job can be looked up again it no longer fails, also where there is none to report to. */
  async #onceLookedUp(drain: Drain, kept: KeptState): Promise<KeptState> {
    if (drain.record.get('failing') !== JOB_LOOKUP) return kept;
    await drain.note({ failures: 0, failing: undefined });
    return { ...kept, failures: 0 };
  }
}

/** Why a target fails whose live job cannot be looked up. */
const JOB_LOOKUP = 'job-lookup';

function keptBackUntil({ fields }: AcceptedReport): number {
  return fields.keptBackUntil ?? 0;
}
