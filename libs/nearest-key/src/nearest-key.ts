/**
 * The key that was probably meant: the closest of `known` by Damerau-Levenshtein distance (letters
 * added, left out, changed or swapped), regardless of case.
 * @returns `undefined` if none is close: more than a third of the letters, or 3, would change.
 */
export function nearestKey(key: string, known: Iterable<string>): string | undefined {
  if (key.length > KEY_LENGTH_MAX) return undefined;
  let nearest: string | undefined;
  let least = Math.min(3, Math.max(1, Math.floor(key.length / 3))) + 1;
  const folded = fold(key);
  for (const candidate of known) {
    const other = fold(candidate);
    // So many letters at least are added or left out.
    if (Math.abs(folded.length - other.length) >= least) continue;
    const distance = distanceBetween(folded, other);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** `; did you mean X?`, or an empty text. */
export function suggestion(key: string, known: Iterable<string>): string {
  const nearest = nearestKey(key, known);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

const KEY_LENGTH_MAX = 64;

/** Other tools write `roomId` as `room_id` or `room-id`. */
function fold(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '');
}

function distanceBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
