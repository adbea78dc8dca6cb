import { BoundedMap } from '#bounded-map';
import {
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
  /** The buffer went on without it: another reporter has sent it again, or Redis lost it. It stays remembered. */
  | 'overtaken'
  /** Another drain has started. */
  | 'lost';

/** What is remembered of a target. */
interface Remembered {
  /** How far its buffer is settled. */
  head: Cursor;
  /** The report that Redis does not know of yet. */
  report: AcceptedReport | undefined;
}

/** More targets than any process works on at a time; each needs some kilobytes. */
const TARGETS_MAX = 4096;

/**
 * Remembers, by target, reports that MetaStudio has accepted and Redis does not know of yet: Redis
 * may be away when an answer comes. The next drain of the target in this process settles them
 * before anything is sent. Also remembers how far each buffer is settled, since Redis may lose that
 * and keep the buffer.
 */
export class AcceptedReports {
  // Changed in place: a map whose entries come and go leaves tables behind, which hold what was in them
  // until V8 collects everything.
  readonly #targets: BoundedMap<string, Remembered>;

  constructor(max = TARGETS_MAX) {
    this.#targets = new BoundedMap(max);
  }

  /**
   * @returns how many events were forgotten to make room: those of the target of which a drain began longest
   *   ago.
   */
  remember(target: string, report: AcceptedReport): number {
    return this.#note(target, report.start, report);
  }

  /** A batch is settled: forgets its report. @returns as {@link remember} does. */
  settled(target: string, { cursor }: Pick<Settlement, 'cursor'>, delivered: boolean): number {
    return this.#note(target, cursor, delivered ? undefined : this.of(target));
  }

  /** The targets of which a report is remembered. */
  get targets(): readonly string[] {
    return Array.from(this.#targets).flatMap(([target, { report }]) =>
      report === undefined ? [] : [target],
    );
  }

  /** What has become of it is known. */
  forget(target: string): void {
    const known = this.#targets.get(target);
    if (known !== undefined) known.report = undefined;
  }

  of(target: string): AcceptedReport | undefined {
    return this.#targets.get(target)?.report;
  }

  #note(target: string, head: Cursor, report: AcceptedReport | undefined): number {
    const known = this.#targets.get(target);
    if (known === undefined) {
      const [, oldest] = this.#targets.set(target, { head, report }) ?? [];
      return oldest?.report?.passed ?? 0;
    }
    known.head = head;
    known.report = report;
    return 0;
  }

  /**
   * Settles what is remembered of a target, at the beginning of a drain, before it sends anything.
   */
  async recover(drain: Drain): Promise<Recovery> {
    const known = this.#targets.get(drain.target);
    if (known === undefined) return 'nothing';
    this.#targets.set(drain.target, known);
    const { head, report } = known;
    if (drain.record.get('cursor') === undefined) await drain.goOnFrom(head);
    if (report === undefined) return 'nothing';
    if (isAmong(report, drain.record.get('reports'))) {
      this.forget(drain.target);
      return 'was-settled';
    }
    // Whatever the count says: Redis may have lost it with the cursor.
    await drain.readAhead({ events: report.passed, bytes: Infinity });
    if (!drain.window.isNext(report)) {
      // A drain that is over reads nothing, which says nothing of the report.
      return (await drain.note({})) ? 'overtaken' : 'lost';
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

/**
 * Whether this report is among the last ones that the target was settled with. Another reporter may have sent the same
 * events again, and settled those: at another time.
 *
 * @param reports the target's last reports, as Redis has them: see `RecentReports`.
 */
export function isAmong({ fields }: AcceptedReport, reports: string | undefined): boolean {
  const own = fields.reports?.split(';').at(-1);
  return own !== undefined && reports?.split(';').includes(own) === true;
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
