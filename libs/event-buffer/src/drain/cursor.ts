/**
 * The head of a buffer: everything before it was reported, dropped or dead-lettered.
 * `index` counts events within `entry`, the first of which some may be done.
 */
export interface Cursor {
  /** The id of the first entry that is not done, which may not exist yet. `0-0`: the start. */
  readonly entry: string;
  readonly index: number;
}

/** The cursor of a buffer that was never drained. */
export const START: Cursor = { entry: '0-0', index: 0 };

/** A cursor as the target's hash holds it. */
export function formatCursor({ entry, index }: Cursor): string {
  return `${entry}:${index}`;
}

/** The cursor that a target's hash holds; {@link START} where it holds none. */
export function parseCursor(text: string | undefined): Cursor {
  const match = /^(\d+-\d+):(\d+)$/u.exec(text ?? '');
  return match === null ? START : { entry: match[1]!, index: Number(match[2]) };
}

export function isSameCursor(one: Cursor, other: Cursor): boolean {
  return one.entry === other.entry && one.index === other.index;
}

/** The cursor behind the last event of an entry. */
export function cursorAfter(entry: string): Cursor {
  const dash = entry.indexOf('-');
  const sequence = entry.slice(dash + 1);
  const number = Number(sequence);
  const next = Number.isSafeInteger(number + 1) ? number + 1 : BigInt(sequence) + 1n;
  return { entry: `${entry.slice(0, dash)}-${next}`, index: 0 };
}

/** Whether an entry stands behind another, by their ids. */
export function isAfter(id: string, other: string): boolean {
  const [dash, otherDash] = [id.indexOf('-'), other.indexOf('-')];
  const byMs = compare(id.slice(0, dash), other.slice(0, otherDash));
  return (byMs || compare(id.slice(dash + 1), other.slice(otherDash + 1))) > 0;
}

/** Compares numbers without leading zeros, as Redis writes them. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one.length - other.length || (one > other ? 1 : -1);
}
