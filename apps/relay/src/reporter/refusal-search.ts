import type { RefusalWords } from '#event-buffer';

/** What MetaStudio said of an event, and which it is, counted from the cursor on. */
export interface Refusal extends RefusalWords {
  readonly place: number;
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
}

/** Nothing is suspected. */
export const UNSUSPICIOUS: Suspicion = { refused: [], suspects: 0, tries: 0, again: false };

/** So many events refused in a row, with none accepted in between, are not the events' fault. */
export const REFUSED_IN_A_ROW_MAX = 32;
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

/** The places of the events, refused before, that the next report leaves out. */
export function skippedPlaces({ refused, again }: Suspicion): ReadonlySet<number> {
  return new Set(again ? [] : refused.map(({ place }) => place));
}

/** A report of so many events, the first of which is at `refusal.place`, was refused. */
export function afterRefusal(before: Suspicion, events: number, refusal: Refusal): Suspicion {
  if (events > 1) return { ...before, suspects: events };
  if (before.again) return afterAnotherTry(before, refusal);
  // Alone and refused: it is set aside. Its neighbours are not known to be bad.
  const tries = before.refused.length === 0 ? 1 : before.tries;
  const refused = [...before.refused, refusal].sort((one, other) => one.place - other.place);
  return { refused, suspects: 0, tries, again: false };
}

/** A report of so many events was accepted: those set aside before it are proved bad. */
export function afterDelivery({ suspects }: Suspicion, events: number): Suspicion {
  // The left half was good, so the right half holds the bad one.
  return { ...UNSUSPICIOUS, suspects: Math.max(0, suspects - events) };
}

/**
 * Whether to wait after the last refusal: so many in a row mean that MetaStudio refuses everything,
 * and no event is to blame. After each wait, when the first was tried again, one more neighbour
 * has its turn: should they be bad after all, the end of their row is found some day.
 */
export function isSystemic({ refused }: Suspicion, wasAgain: boolean): boolean {
  if (wasAgain) return refused.length >= REFUSED_KEPT_MAX;
  return refused.length >= REFUSED_IN_A_ROW_MAX;
}

/** Whether refusals that no acceptance contradicts have lasted long enough to be believed. */
export function isJudged({ refused, tries }: Suspicion, now: number, judgeMs: number): boolean {
  const since = refused[0]?.at;
  return since !== undefined && tries >= JUDGE_TRIES && now - since >= judgeMs;
}

/** For the target's hash; `''`: nothing is suspected. */
export function formatSuspicion(suspicion: Suspicion): string {
  const { refused, suspects } = suspicion;
  return refused.length === 0 && suspects === 0 ? '' : JSON.stringify(suspicion);
}

/** From the target's hash. What cannot be read is no suspicion: it costs some requests only. */
export function parseSuspicion(text: string | undefined): Suspicion {
  if (text === undefined || text === '') return UNSUSPICIOUS;
  try {
    const { refused, suspects, tries, again } = JSON.parse(text) as Partial<Suspicion>;
    if (!Array.isArray(refused)) return UNSUSPICIOUS;
    // The version before this one kept no places: they were the first ones.
    const placed = refused.map((one, place) => ({ ...one, place: one.place ?? place }));
    return { refused: placed, suspects: suspects ?? 0, tries: tries ?? 0, again: again ?? false };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return UNSUSPICIOUS;
    throw error;
  }
}

function afterAnotherTry(before: Suspicion, refusal: Refusal): Suspicion {
  const [first, ...others] = before.refused;
  // What was refused first has left by age meanwhile: another was tried, and it alone is known.
  if (first?.place !== refusal.place) {
    return { ...before, refused: [refusal], tries: 1, again: false };
  }
  // The first refusal tells since when; the newest words are as good as the old.
  const head = { ...refusal, at: first.at };
  return { ...before, refused: [head, ...others], tries: before.tries + 1, again: false };
}
