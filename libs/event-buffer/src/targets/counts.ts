/** The counts of one bridge at a target. */
export interface BridgeCounts {
  readonly waiting: number;
  readonly dead: number;
}

/** The counts of a target, and the lengths of its streams. */
export interface Counts {
  /** Events that count as waiting for a report, and for a choice. */
  readonly waiting: number;
  readonly choosing: number;
  readonly cursor: string;
  readonly recounted: string;
  /** Of the events and of the three lanes; the ids are empty if they were not asked for. */
  readonly streams: readonly StreamSpan[];
  readonly deadLetters: number;
  readonly bridges: ReadonlyMap<string, BridgeCounts>;
}

interface StreamSpan {
  readonly length: number;
  readonly first: string;
  readonly last: string;
}

const STREAMS = 5;

/** A count that cannot be read counts as 0, and is corrected like any other that is wrong. */
function countOf(text: string | undefined): number {
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : 0;
}

/** Reads the answer of `LOOK_AT_COUNTS_LUA`. */
export function countsOf(answer: readonly string[]): Counts {
  const [waiting, choosing, cursor = '', recounted = '0', ...rest] = answer;
  const spans = Array.from({ length: STREAMS }, (_, i) => {
    const [length, first = '', last = ''] = rest.slice(3 * i, 3 * i + 3);
    return { length: Number(length), first, last };
  });
  const bridges = new Map<string, BridgeCounts>();
  for (let i = 3 * STREAMS; i < rest.length; i += 3) {
    bridges.set(rest[i]!, { waiting: countOf(rest[i + 1]), dead: countOf(rest[i + 2]) });
  }
  return {
    waiting: countOf(waiting),
    choosing: countOf(choosing),
    cursor,
    recounted,
    streams: spans.slice(0, -1),
    deadLetters: spans.at(-1)!.length,
    bridges,
  };
}
