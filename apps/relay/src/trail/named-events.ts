import { BoundedMap } from '#bounded-map';
import type { Stretch } from '#event-buffer';
import { CAME_A_SECOND_MAX } from './trail-record.js';

/** A redundant bridge has two collectors, and each records the first that come to it. */
const NAMED_A_SECOND_MAX = 2 * CAME_A_SECOND_MAX;
const BRIDGES_MAX = 10_000;

/**
 * Tells which events a settlement names: all that a collector may have recorded as they came, and few others. A room
 * with thousands of events a second would else push what is asked for out of its trail.
 */
export class NamedEvents {
  /** By bridge: the second of which it named events last, and how many. */
  readonly #last = new BoundedMap<string, { second: number; named: number }>(BRIDGES_MAX);

  /** How many of the first events of a stretch are named. */
  readonly of = ({ bridge, firstAt, lastAt, count }: Stretch): number => {
    const second = secondOf(lastAt);
    const last = this.#last.get(bridge);
    if (last?.second !== second) {
      // Where another second began within the stretch, what was recorded of it may stand at its end.
      this.#last.set(bridge, { second, named: count });
      return second === secondOf(firstAt) ? Math.min(count, NAMED_A_SECOND_MAX) : count;
    }
    const named = Math.max(0, Math.min(count, NAMED_A_SECOND_MAX - last.named));
    last.named += named;
    return named;
  };
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}
