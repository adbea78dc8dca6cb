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

/** When the first copy told of events that are alike, and which of them stands for no echo yet. */
interface Told {
  readonly times: number[];
  next: number;
}

/**
 * Leaves out what the second copy of a bridge heard and dropped, where the first has told of the same: two collectors
 * hear a redundant bridge, and each of its events is one.
 */
export function withoutEchoes<T extends Heard>(seen: readonly T[]): readonly T[] {
  const dropped = seen.filter(({ isSecond, reason }) => isSecond && reason !== '');
  if (dropped.length === 0) return seen;
  const told = toldByFirst(seen);
  const echoes = new Set<T>();
  // In order of time: what is too old for one is so for all that follow, however many are alike.
  for (const one of dropped.sort((a, b) => a.event.at - b.event.at)) {
    const alike = told.get(whatIs(one));
    if (alike === undefined) continue;
    const { times } = alike;
    const { at } = one.event;
    while (times[alike.next]! < at - APART_MS) alike.next++;
    if (times[alike.next]! > at + APART_MS || alike.next === times.length) continue;
    alike.next++;
    echoes.add(one);
  }
  return seen.filter((one) => !echoes.has(one));
}

function toldByFirst(seen: readonly Heard[]): ReadonlyMap<string, Told> {
  const told = new Map<string, Told>();
  for (const one of seen) {
    if (one.isSecond) continue;
    const what = whatIs(one);
    const known = told.get(what);
    if (known === undefined) told.set(what, { times: [one.event.at], next: 0 });
    else known.times.push(one.event.at);
  }
  for (const { times } of told.values()) times.sort((a, b) => a - b);
  return told;
}

/** What is dropped has no words of a report, and may be an echo of what has. */
function whatIs({ event: { bridge, type }, words }: Heard): string {
  const [userId, name, text, more] = words ?? [];
  return JSON.stringify([bridge, type, userId, name, text, more?.u, more?.g]);
}
