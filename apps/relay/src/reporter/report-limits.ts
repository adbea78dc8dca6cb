import type { ReporterTimes } from './reporter-times.js';

/** The limits of the configuration, as one start of a target's job needs them. */
export interface ReportLimits {
  /** The largest body of a report, in bytes. */
  readonly bodyBytes: number;
  /** The shortest time between two reports that are not full. */
  readonly minIntervalMs: number;
  /** For each class, the oldest event that is still reported, in ms; Infinity: any. */
  readonly maxAgeMs: Readonly<Record<'paid' | 'chat' | 'ambient', number>>;
  readonly times: ReporterTimes;
}
