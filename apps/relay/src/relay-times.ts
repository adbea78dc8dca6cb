import type { LeaseTimes, LockTimes } from '#event-buffer';
import type { ConnectionOptions } from '#source';
import type { ReporterTimes } from './reporter/reporter-times.js';

/** How long things take, where that is not as usual: for tests of what takes minutes. */
export interface RelayTimes {
  /** How often it is looked whether something goes wrong that people are told. */
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
