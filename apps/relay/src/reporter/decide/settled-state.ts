import type { Batch } from '#event-buffer';
import { afterDelivery, UNSUSPICIOUS } from './refusal-search.js';
import type { TargetOutage } from '../reporter-listener.js';
import type { KeptState } from './kept-state.js';

/** The state of a target after a batch was settled: delivered, refused for good, or expired. */
export function settledState(
  before: KeptState,
  { passed, events }: Pick<Batch, 'passed' | 'events'>,
  delivered: boolean,
  now: number,
): KeptState {
  const { refused, suspects } = before.suspicion;
  // Events that the cursor has passed need no mark any more; the others of a lost report still do.
  const inFlight = Math.max(0, before.inFlight - passed);
  if (delivered) {
    const { keptBackUntil, grantedAt, bodyBytesMax, bodyMaxAt } = before;
    return {
      failures: 0,
      failingSince: 0,
      keptBackUntil,
      reportedAt: now,
      grantedAt,
      inFlight,
      bodyBytesMax,
      bodyMaxAt,
      remedied: false,
      relocated: false,
      suspicion: afterDelivery(before.suspicion, events),
    };
  }
  // A judged event holds nothing up any more; that all have expired says nothing of MetaStudio.
  const failingSince = refused.length > 0 ? 0 : before.failingSince;
  return { ...before, inFlight, failingSince, suspicion: { ...UNSUSPICIOUS, suspects } };
}

/**
 * The outage that has ended, where the target was failing `before` and is not any more; else
 * `undefined`.
 */
export function endedOutage(
  before: KeptState,
  { failingSince }: KeptState,
  waited: number,
  now: number,
): TargetOutage | undefined {
  if (before.failingSince === 0 || failingSince > 0) return undefined;
  const durationMs = Math.max(0, now - before.failingSince);
  return { durationMs, failures: before.failures, waited };
}
