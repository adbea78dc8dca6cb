import type { NewEntry } from '#event-buffer';
import type { Receipt } from '../intake/receipt.js';

/** An entry of an outbox, when it was added, and the receipt that receives its result. */
export interface ReadyEntry {
  readonly entry: NewEntry;
  readonly bytes: number;
  readonly at: number;
  readonly receipt: Receipt | undefined;
  /** How far gift streaks are counted with it. */
  readonly streaks: readonly string[];
}

export function entriesOf(ready: readonly ReadyEntry[]): NewEntry[] {
  return ready.map(({ entry }) => entry);
}

export function bytesOf({ header, fragments, ids }: NewEntry): number {
  return header.length + fragments.length + ids.length;
}

/** How far streaks are counted with these entries, after what was noted before. */
export function notesOf(
  before: readonly string[],
  ready: readonly ReadyEntry[],
): readonly string[] {
  if (ready.every(({ streaks }) => streaks.length === 0)) return before;
  return [...before, ...ready.flatMap(({ streaks }) => streaks)];
}
