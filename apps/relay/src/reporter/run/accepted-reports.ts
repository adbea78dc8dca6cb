import { BoundedMap } from '#bounded-map';
import {
  isSameCursor,
  type Batch,
  type Cursor,
  type Drain,
  type RefusalWords,
  type Settlement,
  type TargetChanges,
} from '#event-buffer';

/** What listeners hear of a batch when it is settled. */
export type Settled = Pick<Batch, 'bridges' | 'receipts'>;

/** A report that MetaStudio accepted, and what settles it. Holds no event but those refused. */
export interface AcceptedReport extends Settlement, Settled {
  readonly fields: TargetChanges;
  readonly words: readonly RefusalWords[];
  /** When, in ms by a clock that never jumps. */
  readonly at: number;
}

/** What became of an accepted report when the target's next drain began. */
export type Recovery =
  /** There was none. */
  | 'nothing'
  /** It is settled now, by this drain. */
  | 'settled'
  /** It had been, and only the answer was lost. */
  | 'was-settled'
  /** The buffer went on without it: another reporter has sent it again, or Redis lost it. */
  | 'overtaken'
  /** Another drain has started. */
  | 'lost';

/** A target needs some kilobytes. More than any process works on at a time. */
const REPORTS_MAX = 4096;

/**
 * Remembers, by target, what MetaStudio has accepted and Redis does not know yet: an answer must
 * not be forgotten because Redis was away when it came. It lives as long as the process; the
 * next drain of the target settles it before anything is sent. Remembers, too, how far each buffer is
 * settled: Redis may lose that, and not the buffer.
 */
export class AcceptedReports {
  readonly #reports: BoundedMap<string, AcceptedReport>;
  readonly #heads: BoundedMap<string, Cursor>;

  constructor(max = REPORTS_MAX) {
    this.#reports = new BoundedMap(max);
    this.#heads = new BoundedMap(max);
  }

  get size(): number {
    return this.#reports.size;
  }

  /** @returns how many events are forgotten for it: those of the oldest, where there are too many. */
  remember(target: string, report: AcceptedReport): number {
    this.#heads.set(target, report.start);
    const [, oldest] = this.#reports.set(target, report) ?? [];
    return oldest?.passed ?? 0;
  }

  /** A batch is settled; where a report of it was remembered, that is over. */
  settled(target: string, { cursor }: Pick<Settlement, 'cursor'>, delivered: boolean): void {
    this.#heads.set(target, cursor);
    if (delivered) this.#reports.delete(target);
  }

  of(target: string): AcceptedReport | undefined {
    return this.#reports.get(target);
  }

  /** Settles what is remembered of a target, at the begin of a drain and before it sends anything. */
  async recover(drain: Drain): Promise<Recovery> {
    const head = this.#heads.get(drain.target);
    if (head !== undefined && drain.record.get('cursor') === undefined) await drain.goOnFrom(head);
    const report = this.#reports.get(drain.target);
    if (report === undefined) return 'nothing';
    if (isSameCursor(drain.window.cursor, report.cursor)) {
      this.#reports.delete(drain.target);
      return 'was-settled';
    }
    if (drain.waiting > 0) await drain.readAhead(report.passed);
    if (!drain.window.isNext(report)) {
      this.#reports.delete(drain.target);
      return 'overtaken';
    }
    // It is parked nowhere any more.
    const rested = { held: undefined, delay: undefined, delayUntil: undefined, delayMs: undefined };
    const fields = { ...report.fields, ...rested };
    if (!(await drain.settle(report, true, fields, report.words))) return 'lost';
    this.settled(drain.target, report, true);
    return 'settled';
  }
}

/** What is kept of a batch when its report was accepted. */
export function acceptedOf(
  batch: Batch,
  fields: TargetChanges,
  words: readonly RefusalWords[],
  at = performance.now(),
): AcceptedReport {
  const { start, cursor, span, passed, bridges, refused } = batch;
  const receipts = [...batch.receipts()];
  return {
    start,
    cursor,
    span,
    passed,
    bridges,
    refused,
    fields,
    words,
    at,
    receipts: () => receipts,
  };
}
