import type { LeaseTimes, LockTimes } from '#event-buffer';
import type { ConnectionOptions } from '#source';
import type { ReporterTimes } from './reporter/reporter-times.js';

/** Times that differ from the usual ones, for tests of what takes minutes. */
export interface RelayTimes {
  /** How often the notifier looks for troubles. */
  readonly noticesMs?: number;
  /** Of all times of `pace: human`. */
  readonly paceScale?: number | undefined;
  readonly lock?: LockTimes | undefined;
  readonly stalledEveryMs?: number | undefined;
  readonly sweepEveryMs?: number | undefined;
  readonly lease?: LeaseTimes | undefined;
  readonly reporter?: Partial<ReporterTimes> | undefined;
  readonly connection?: Partial<ConnectionOptions> | undefined;
}
