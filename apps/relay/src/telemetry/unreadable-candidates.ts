import { BoundedMap } from '#bounded-map';
import type { ChoosingLane } from '#event-buffer';
import type { RelayLog } from '#telemetry';
import { pauseWayOut } from '../projects/pause-ways-out.js';

/** More than any process chooses for. */
const LANES_MAX = 10_000;

/** Tells the log, once, of events that wait to be chosen and that this version cannot read. */
export function unreadableCandidates(
  log: Pick<RelayLog, 'writeAmongMany'>,
): (target: string, lane: ChoosingLane, entries: readonly string[]) => void {
  const told = new BoundedMap<string, string>(LANES_MAX);
  return (target, lane, [first = '', ...others]) => {
    const key = `${lane} ${target}`;
    if (told.get(key) === first) return;
    told.set(key, first);
    const sentence =
      'Events that wait to be chosen cannot be read; they are kept, and not reported.';
    log.writeAmongMany('error', 'candidates_unreadable', sentence, {
      target,
      reason: lane,
      count: others.length + 1,
      wayOut: pauseWayOut('entry-unreadable', 'en'),
    });
  };
}
