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

/** The part of a batch that listeners receive when it is settled. */
export type Settled = Pick<Batch, 'bridges' | 'receipts'>;

/**
 * A report that MetaStudio accepted, with what settling it needs. Holds no events but the refused
 * ones.
 */
export interface AcceptedReport extends Settlement, Settled {
  readonly fields: TargetChanges;
  readonly words: readonly RefusalWords[];
  /** When it was accepted, in ms by a clock that never jumps. */
  readonly at: number;
}

/** What became of an accepted report when the target's next drain began. */
export type Recovery =
  /** There was none. */
  | 'nothing'
  /** This drain has settled it. */
  | 'settled'
  /** It had been settled before; only the answer was lost. */
  | 'was-settled'
  /** The buffer went on without it: another reporter has sent it again, or Redis lost it. */
  | 'overtaken'
  /** Another drain has started. */
  | 'lost';

/** More targets than any process works on at a time; each needs some kilobytes. */
const REPORTS_MAX = 4096;

/**
 * Remembers, by target, reports that MetaStudio has accepted and Redis does not know of yet: Redis
 * may be away when an answer comes. The next drain of the target in this process settles them
 * before anything is sent. Also remembers how far each buffer is settled, since Redis may lose that
 * and keep the buffer.
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

  /** @returns how many events were forgotten to make room: those of the oldest report. */
  remember(target: string, report: AcceptedReport): number {
    this.#heads.set(target, report.start);
    const [, oldest] = this.#reports.set(target, report) ?? [];
    return oldest?.passed ?? 0;
  }

  /** A batch is settled: forgets its report. */
  settled(target: string, { cursor }: Pick<Settlement, 'cursor'>, delivered: boolean): void {
    this.#heads.set(target, cursor);
    if (delivered) this.#reports.delete(target);
  }

  /** The targets of which one is remembered. */
  get targets(): readonly string[] {
    return Array.from(this.#reports, ([target]) => target);
  }

  /** What has become of it is known. */
  forget(target: string): void {
    this.#reports.delete(target);
  }

  of(target: string): AcceptedReport | undefined {
    return this.#reports.get(target);
  }

  /**
   * Settles what is remembered of a target, at the beginning of a drain, before it sends anything.
   */
  async recover(drain: Drain): Promise<Recovery> {
    const head = this.#heads.get(drain.target);
    if (head !== undefined && drain.record.get('cursor') === undefined) await drain.goOnFrom(head);
    const report = this.#reports.get(drain.target);
    if (report === undefined) return 'nothing';
    if (isSameCursor(drain.window.cursor, report.cursor)) {
      this.#reports.delete(drain.target);
      return 'was-settled';
    }
    // Whatever the count says: Redis may have lost it with the cursor.
    await drain.readAhead({ events: report.passed, bytes: Infinity });
    if (!drain.window.isNext(report)) {
      // A drain that is over reads nothing, which says nothing of the report.
      if (!(await drain.note({}))) return 'lost';
      this.#reports.delete(drain.target);
      return 'overtaken';
    }
    // The target is parked nowhere any more.
    const unparked = {
      held: undefined,
      delay: undefined,
      delayUntil: undefined,
      delayMs: undefined,
    };
    const fields = { ...report.fields, ...unparked };
    if (!(await drain.settle(report, true, fields, report.words))) return 'lost';
    this.settled(drain.target, report, true);
    return 'settled';
  }
}

/** The part of a batch to remember when its report was accepted. */
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
    // A part of what was read would keep all of it.
    refused: refused.map((event) => ({ ...event, fragment: Buffer.from(event.fragment) })),
    fields,
    words,
    at,
    receipts: () => receipts,
  };
}
