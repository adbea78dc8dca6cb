import { backoffMs, shortOfMs } from '#timing';
import type { AfterClose } from '../../source-protocol.js';

/** The times that decide when to try again, in ms; see {@link ConnectionOptions}. */
export interface BackoffLimits {
  readonly backoffFirstMs: number;
  readonly backoffLongestMs: number;
  readonly backoffFloorMs: number;
  readonly refusedDelayMs: number;
  readonly backoffRefusedLongestMs: number;
}

/** A source that is refused waits this part of the time for which it has been refused. */
const REFUSED_PART = 1 / 10;

/**
 * How long to wait before the next attempt, in ms.
 * @param after what the end of the last connection asks for. `reconnect-now` waits the floor the
 *   first time and backs off when repeated, so that a server that always asks for it is not
 *   hammered.
 * @param failures failed attempts in a row, including the last one: at least 1.
 * @param refusedForMs how long every attempt has been refused: after a long time nothing will
 *   change in half a minute, and a fleet of such sources would be busy with asking.
 * @param random between 0 and 1.
 */
export function reconnectDelayMs(
  after: AfterClose,
  failures: number,
  limits: BackoffLimits,
  random: () => number,
  refusedForMs = 0,
): number {
  const patientMs = Math.min(refusedForMs * REFUSED_PART, limits.backoffRefusedLongestMs);
  const longestMs = Math.max(limits.backoffLongestMs, patientMs);
  const isSlow = after === 'slow' || (typeof after === 'object' && after.isSoonOver === true);
  if (isSlow) return Math.round(shortOfMs(longestMs, random()));
  if (typeof after === 'object') return Math.round(shortOfMs(limits.refusedDelayMs, random()));
  if (after === 'reconnect-now' && failures <= 1) return limits.backoffFloorMs;
  // Full jitter: many bridges that lost one server together must not come back together.
  const { backoffFirstMs: firstMs, backoffFloorMs: leastMs } = limits;
  return Math.round(backoffMs(failures, { firstMs, longestMs, leastMs }, random()));
}
