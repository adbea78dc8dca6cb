import type { Batch, TargetChanges, TargetRecord } from '#event-buffer';
import type { ReportOutcome } from '#metastudio';

/** One report of a target, and what came of it. */
export interface RecentReport {
  /** When it was answered, in ms since 1970. */
  readonly at: number;
  /** `delivered`, or why not. */
  readonly outcome: string;
  readonly events: number;
  /** How long MetaStudio took. */
  readonly durationMs: number;
  /** The median time from an event's receipt to its acceptance; only of a delivered one. */
  readonly latencyMs?: number | undefined;
}

/** How many are kept: a reader that looks every two seconds misses none. */
const KEPT = 8;

/**
 * The last reports of a target, for `status` and the console. They are one field of the target,
 * written with others, so they cost no command.
 */
export class RecentReports {
  /** As they are written, one behind the other, the latest last. */
  #text: string;
  #count: number;

  constructor(record: Pick<TargetRecord, 'get'>) {
    const reports = readReports(record.get('reports')).slice(-KEPT);
    this.#text = reports.map(textOf).join(';');
    this.#count = reports.length;
  }

  /** A report was answered, or was not. */
  answered(at: number, { kind }: Pick<ReportOutcome, 'kind'>, batch: ReportedBatch, ms: number) {
    const latencyMs = kind === 'delivered' ? latencyOf(batch, at) : undefined;
    const report = {
      at,
      outcome: kind,
      events: batch.events,
      durationMs: Math.round(ms),
      latencyMs,
    };
    const isFull = this.#count === KEPT;
    const others = isFull ? this.#text.slice(this.#text.indexOf(';') + 1) : this.#text;
    this.#text = others === '' ? textOf(report) : `${others};${textOf(report)}`;
    if (!isFull) this.#count++;
  }

  /** The field, to be written with others. */
  get fields(): Pick<TargetChanges, 'reports'> {
    return this.#text === '' ? {} : { reports: this.#text };
  }
}

type ReportedBatch = Pick<Batch, 'events' | 'receipts'>;

/**
 * Reads the field of a target: its last reports, the latest last. What cannot be read is left out.
 */
export function readReports(text: string | undefined): readonly RecentReport[] {
  return (text ?? '').split(';').flatMap((one) => {
    const [at, outcome = '', events, durationMs, latencyMs = ''] = one.split(',');
    const told = { at: Number(at), events: Number(events), durationMs: Number(durationMs) };
    if (outcome === '' || !Object.values(told).every((value) => Number.isFinite(value))) return [];
    return [{ ...told, outcome, latencyMs: latencyMs === '' ? undefined : Number(latencyMs) }];
  });
}

function textOf({ at, outcome, events, durationMs, latencyMs = NaN }: RecentReport): string {
  const latency = Number.isNaN(latencyMs) ? '' : Math.round(latencyMs);
  return `${at},${outcome},${events},${durationMs},${latency}`;
}

/** The median age of the events; entries stand in the order in which they came. */
function latencyOf(batch: ReportedBatch, at: number): number {
  let left = batch.events / 2;
  for (const [receivedAt, count] of batch.receipts()) {
    left -= count;
    if (left <= 0) return Math.max(0, at - receivedAt);
  }
  return 0;
}
