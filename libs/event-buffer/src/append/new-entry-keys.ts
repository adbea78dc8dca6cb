import type { NewEntry } from './chunk.js';
import { CHOOSING_LANES, ENTRY_VERSION, fragmentLength, readEntry } from './entry.js';
import { eventKey } from './event-key.js';
import { candidatesOf } from './candidate.js';

/** The keys of the events of an entry, in order. */
export function keysOfNew({ header, fragments }: NewEntry): string[] {
  const lane = CHOOSING_LANES[header[0]! - ENTRY_VERSION - 1];
  const entry = readEntry('0-0', header, fragments, lane);
  if (entry === undefined) return [];
  if (lane !== undefined) return candidatesOf(entry, 0).map(({ key }) => key);
  const keys: string[] = [];
  for (let index = 0, from = 0; index < entry.count; index++) {
    const to = from + fragmentLength(entry, index);
    keys.push(eventKey(fragments.subarray(from, to)));
    from = to;
  }
  return keys;
}

/**
 * The keys of the events that an append's outcome names.
 * @param entries of the append.
 * @param spots `entry.event`, from 0, separated by commas.
 */
export function keysAt(entries: readonly NewEntry[], spots: string): string[] {
  const byEntry = new Map<number, readonly string[]>();
  return spots.split(',').flatMap((spot) => {
    const [at, index] = spot.split('.').map(Number);
    const entry = entries[at!];
    if (entry === undefined) return [];
    let keys = byEntry.get(at!);
    if (keys === undefined) byEntry.set(at!, (keys = keysOfNew(entry)));
    return keys[index!] ?? [];
  });
}
