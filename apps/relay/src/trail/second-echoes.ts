import type { TrailWords } from './trail-record.js';

/** How far apart the two collectors of a bridge note the same event at most, in ms: their clocks differ, too. */
const APART_MS = 5000;

interface Heard {
  readonly event: { readonly bridge: string; readonly at: number; readonly type: string };
  readonly words: TrailWords | undefined;
  /** Why it was dropped; `''`: it was not. */
  readonly reason: string;
  /** Whether the second copy of its bridge heard it. */
  readonly isSecond: boolean;
}

/**
 * Leaves out what the second copy of a bridge heard and dropped, where the first has told of the same: two collectors
 * hear a redundant bridge, and each of its events is one.
 */
export function withoutEchoes<T extends Heard>(seen: readonly T[]): readonly T[] {
  if (!seen.some(({ isSecond }) => isSecond)) return seen;
  const told = new Map<string, number[]>();
  for (const one of seen) {
    if (one.isSecond) continue;
    const what = whatIs(one);
    const times = told.get(what);
    if (times === undefined) told.set(what, [one.event.at]);
    else times.push(one.event.at);
  }
  return seen.filter((one) => {
    if (!one.isSecond || one.reason === '') return true;
    const times = told.get(whatIs(one)) ?? [];
    const index = times.findIndex((at) => Math.abs(at - one.event.at) <= APART_MS);
    if (index !== -1) times.splice(index, 1);
    return index === -1;
  });
}

function whatIs({ event: { bridge, type }, words }: Heard): string {
  return JSON.stringify([bridge, type, words]);
}
