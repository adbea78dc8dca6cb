import type { BufferConfig } from '#config';
import { REPORTER_TIMES, type ReporterTimes } from './reporter-times.js';

/** The limits of the configuration, as a run of a target's job needs them. */
export interface ReportLimits {
  /** The largest body of a report, in bytes. */
  readonly bodyBytes: number;
  /** The shortest time between two reports that are not full. */
  readonly minIntervalMs: number;
  /** For each class, the oldest event that is still reported, in ms; Infinity for any. */
  readonly maxAgeMs: Readonly<Record<'paid' | 'chat' | 'ambient', number>>;
  readonly times: ReporterTimes;
}

/** @param times times that differ from the usual ones, for tests. */
export function reportLimitsOf(
  { maxBytes, minIntervalMs, maxAgeSeconds }: BufferConfig,
  times: Partial<ReporterTimes> = {},
): ReportLimits {
  return {
    bodyBytes: maxBytes,
    minIntervalMs,
    maxAgeMs: {
      paid: (maxAgeSeconds.paid ?? Infinity) * 1000,
      chat: (maxAgeSeconds.chat ?? Infinity) * 1000,
      ambient: (maxAgeSeconds.ambient ?? Infinity) * 1000,
    },
    times: { ...REPORTER_TIMES, ...times },
  };
}
