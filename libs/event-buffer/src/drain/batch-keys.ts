import type { DropReason } from '#live-event';
import { byteOffset, fragmentLength, receivedAt, type Entry } from '../append/entry.js';
import { eventKey } from '../append/event-key.js';

/** Events of one entry that a report holds, in a row. */
export interface Segment {
  readonly entry: Entry;
  from: number;
  to: number;
  fromByte: number;
  toByte: number;
  /** How many events of the batch are before it. */
  readonly offset: number;
}

/** An event that a batch passes without a report. */
export type PassedOver = readonly [entry: Entry, index: number, reason: DropReason];

/** Events of one bridge in a row, at most a hundred, and when the first and the last of them were received. */
export interface Stretch {
  readonly bridge: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
}

/** The keys of a batch's events; of those that it passes without a report, the first thousand. */
export interface BatchKeys {
  readonly reported: readonly string[];
  readonly dropped: ReadonlyMap<string, readonly string[]>;
}

/** The keys of a batch, for `Batch.keys`. */
export function keysOf(
  segments: readonly Segment[],
  replaced: ReadonlyMap<Segment, ReadonlySet<number>> | undefined,
  passedOver: readonly PassedOver[],
  named: (stretch: Stretch) => number,
): BatchKeys {
  const reported: string[] = [];
  const dropped = new Map<string, string[]>();
  const drop = (reason: string, key: string): void => {
    const keys = dropped.get(reason);
    if (keys === undefined) dropped.set(reason, [key]);
    else keys.push(key);
  };
  for (const segment of segments) {
    const { entry, from, to } = segment;
    const others = replaced?.get(segment);
    const namedTo = Math.min(to, from + named(stretchOf(segment)));
    let at = segment.fromByte;
    for (let index = from; index < namedTo; index++) {
      const end = at + fragmentLength(entry, index);
      const key = eventKey(entry.fragments.subarray(at, end));
      if (others?.has(index) === true) drop('superseded', key);
      else reported.push(key);
      at = end;
    }
  }
  for (const [entry, index, reason] of passedOver) {
    const from = byteOffset(entry, index);
    drop(reason, eventKey(entry.fragments.subarray(from, from + fragmentLength(entry, index))));
  }
  return { reported, dropped };
}

function stretchOf({ entry, from, to }: Segment): Stretch {
  return {
    bridge: entry.bridge,
    firstAt: receivedAt(entry, from),
    lastAt: receivedAt(entry, to - 1),
    count: to - from,
  };
}
