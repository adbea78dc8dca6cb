import type { RefusalWords } from '#event-buffer';

/** What MetaStudio said of an event, and how many events are between it and the cursor. */
export interface Refusal extends RefusalWords {
  readonly offset: number;
}

/** What is known, from refusals, of the events at the head of a buffer. */
export interface Suspicion {
  /** MetaStudio refused these of the first events one by one; what it said of each, in order. */
  readonly refused: readonly Refusal[];
  /** Among so many events behind those there is one that MetaStudio refuses; 0: none known. */
  readonly suspects: number;
  /** How often the first of `refused` was tried, alone. */
  readonly tries: number;
  /** Whether it is to be tried once more now, before its neighbours. */
  readonly again: boolean;
  /** So many may be refused in a row before it is time to wait. */
  readonly row: number;
}

/** Nothing is suspected. */
export const UNSUSPICIOUS: Suspicion = {
  refused: [],
  suspects: 0,
  tries: 0,
  again: false,
  row: 1,
};

/** So many events refused in a row, with none accepted in between, are not the events' fault. */
export const REFUSED_IN_A_ROW_MAX = 32;
/** So many may be where a part of the report whose refusal began the search was accepted since. */
const ROW_AFTER_ACCEPTANCE = 4;
/** More refusals are not remembered. */
export const REFUSED_KEPT_MAX = 128;
/** A refusal that nothing contradicts is believed after so many tries. */
export const JUDGE_TRIES = 10;

/**
 * How many events the next report may hold: all that fit while nothing is suspected; half of the
 * suspects, from the left; one alone right behind a refused one, since only a neighbour that is
 * accepted tells a bad event from a MetaStudio that refuses everything.
 */
export function reportSize({ refused, suspects }: Suspicion, full: number): number {
  if (suspects > 0) return Math.min(full, Math.ceil(suspects / 2));
  return refused.length > 0 ? 1 : full;
}

/** The offsets of the events, refused before, that the next report leaves out. */
export function skippedOffsets({ refused, again }: Suspicion): ReadonlySet<number> {
  return new Set(again ? [] : refused.map(({ offset }) => offset));
}

/** A report of so many events, the first of which is at `refusal.offset`, was refused. */
export function afterRefusal(before: Suspicion, events: number, refusal: Refusal): Suspicion {
  if (events > 1) return { ...before, suspects: events };
  if (before.again) return afterAnotherTry(before, refusal);
  // Alone and refused: it is set aside. Its neighbours are not known to be bad.
  const tries = before.refused.length === 0 ? 1 : before.tries;
  const refused = [...before.refused, refusal].sort((one, other) => one.offset - other.offset);
  return { ...before, refused, suspects: 0, tries, again: false };
}

/** A report of so many events was accepted: those set aside before it are proved bad. */
export function afterDelivery({ suspects }: Suspicion, events: number): Suspicion {
  // The left half was good, so the right half holds the bad one.
  const left = Math.max(0, suspects - events);
  return left > 0 ? { ...UNSUSPICIOUS, suspects: left, row: ROW_AFTER_ACCEPTANCE } : UNSUSPICIOUS;
}

/**
 * Whether to wait after the last refusal, since it may be that MetaStudio refuses everything for a
 * while and no event is to blame: a neighbour that it accepts right after such a while would
 * condemn all that were refused in it. After each wait the first is tried again, and then its
 * neighbours anew, twice as many as before; from 32 on only one more, since a while as long as that
 * may be very long: should they be bad after all, the end of their row is found some day.
 */
export function isSystemic({ refused, row }: Suspicion, wasAgain: boolean): boolean {
  return refused.length >= (wasAgain ? REFUSED_KEPT_MAX : row);
}

/** Whether refusals that no acceptance contradicts have lasted long enough to be believed. */
export function isJudged({ refused, tries }: Suspicion, now: number, judgeMs: number): boolean {
  const since = refused[0]?.at;
  return since !== undefined && tries >= JUDGE_TRIES && now - since >= judgeMs;
}

/** In the target's hash the offset has another name, which it had in the code, too. */
interface KeptRefusal extends RefusalWords {
  readonly place?: number;
}

type KeptSuspicion = Partial<Omit<Suspicion, 'refused'>> & { readonly refused?: KeptRefusal[] };

/** For the target's hash; `''`: nothing is suspected. */
export function formatSuspicion(suspicion: Suspicion): string {
  const { refused, suspects } = suspicion;
  if (refused.length === 0 && suspects === 0) return '';
  const kept = refused.map(({ offset, ...words }): KeptRefusal => ({ ...words, place: offset }));
  return JSON.stringify({ ...suspicion, refused: kept });
}

/** From the target's hash. What cannot be read is no suspicion: it costs some requests only. */
export function parseSuspicion(text: string | undefined): Suspicion {
  if (text === undefined || text === '') return UNSUSPICIOUS;
  try {
    const { refused, ...others } = JSON.parse(text) as KeptSuspicion;
    if (!Array.isArray(refused)) return UNSUSPICIOUS;
    // Early versions kept no offsets, since they were of the first events, and less besides.
    const known = refused.map(({ place, ...words }, i) => ({ ...words, offset: place ?? i }));
    return { ...UNSUSPICIOUS, ...others, refused: known };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return UNSUSPICIOUS;
    throw error;
  }
}

/** None of it was after `now`: the clock was ahead then. */
export function notLaterThan(now: number, suspicion: Suspicion): Suspicion {
  if (suspicion.refused.every(({ at }) => at <= now)) return suspicion;
  const refused = suspicion.refused.map((one) => ({ ...one, at: Math.min(one.at, now) }));
  return { ...suspicion, refused };
}

function afterAnotherTry(before: Suspicion, refusal: Refusal): Suspicion {
  const [first, ...others] = before.refused;
  const isLong = before.refused.length >= REFUSED_IN_A_ROW_MAX;
  const row = isLong ? Math.min(before.row + 1, REFUSED_KEPT_MAX) : before.refused.length * 2;
  // What was refused first has left by age meanwhile: another was tried, and it alone is known.
  if (first?.offset !== refusal.offset) {
    return { ...before, refused: [refusal], tries: 1, again: false, row };
  }
  // The first refusal tells since when; the newest words are as good as the old.
  const head = { ...refusal, at: first.at };
  const refused = isLong ? [head, ...others] : [head];
  return { ...before, refused, tries: before.tries + 1, again: false, row };
}
