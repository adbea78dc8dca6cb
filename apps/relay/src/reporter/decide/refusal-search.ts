import type { RefusalWords } from '#event-buffer';
import { fieldsOf, isLike, jsonIn } from '#live-event';

/** MetaStudio's words on an event, and how many events are between the cursor and it. */
export interface Refusal extends RefusalWords {
  readonly offset: number;
}

/** What refusals have shown of the events at the head of a buffer. */
export interface Suspicion {
  /** The first events that MetaStudio refused alone, in order, with its words on each. */
  readonly refused: readonly Refusal[];
  /** One of this many events behind those is refused by MetaStudio; 0: none is known. */
  readonly suspects: number;
  /** How often the first of `refused` was tried alone. */
  readonly tries: number;
  /** Whether the first of `refused` is to be tried again, before its neighbours. */
  readonly again: boolean;
  /** How many may be refused in a row before the search waits. */
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

/** This many refusals in a row, with no acceptance in between, are not the events' fault. */
export const REFUSED_IN_A_ROW_MAX = 32;
/** The same, if a part of the report that began the search has been accepted since. */
const ROW_AFTER_ACCEPTANCE = 4;
/** How many refusals are remembered. */
const REFUSED_KEPT_MAX = 128;
/** A refusal that nothing contradicts is believed after this many tries. */
export const JUDGE_TRIES = 10;

/**
 * How many events the next report may hold: all that fit while nothing is suspected; else the left
 * half of the suspects; right behind a refused event only one, since only an accepted neighbour
 * tells a bad event from a MetaStudio that refuses everything.
 */
export function reportSize({ refused, suspects }: Suspicion, full: number): number {
  if (suspects > 0) return Math.min(full, Math.ceil(suspects / 2));
  return refused.length > 0 ? 1 : full;
}

/** The offsets of the events, refused before, that the next report leaves out. */
export function skippedOffsets({ refused, again }: Suspicion): ReadonlySet<number> {
  return new Set(again ? [] : refused.map(({ offset }) => offset));
}

/** Learns from the refusal of a report of this many events, the first of them at `refusal.offset`. */
export function afterRefusal(before: Suspicion, events: number, refusal: Refusal): Suspicion {
  if (events > 1) return { ...before, suspects: events };
  if (before.again) return afterAnotherTry(before, refusal);
  // It was alone, so it is set aside; of its neighbours nothing bad is known.
  const tries = before.refused.length === 0 ? 1 : before.tries;
  const refused = [...before.refused, refusal].sort((one, other) => one.offset - other.offset);
  return { ...before, refused, suspects: 0, tries, again: false };
}

/**
 * Learns from the acceptance of a report of this many events: those that were set aside before it are
 * proved bad.
 */
export function afterDelivery({ suspects }: Suspicion, events: number): Suspicion {
  // The left half was accepted, so the bad one is in the right half.
  const left = Math.max(0, suspects - events);
  return left > 0 ? { ...UNSUSPICIOUS, suspects: left, row: ROW_AFTER_ACCEPTANCE } : UNSUSPICIOUS;
}

/**
 * Whether to wait after the last refusal. MetaStudio may refuse everything for a while, and then no
 * event is to blame, but a neighbour that it accepts right afterwards would condemn all that were
 * refused meanwhile. After each wait the first event is tried again, and then its neighbours, twice
 * as many as before. From 32 on only one more each time, since an outage that long may last: if all
 * of them are bad after all, the search still reaches the end of the row.
 */
export function isSystemic({ refused, row }: Suspicion, wasAgain: boolean): boolean {
  return refused.length >= (wasAgain ? REFUSED_KEPT_MAX : row);
}

/** Whether refusals that no acceptance contradicts have lasted long enough to be believed. */
export function isJudged({ refused, tries }: Suspicion, now: number, judgeMs: number): boolean {
  const since = refused[0]?.at;
  return since !== undefined && tries >= JUDGE_TRIES && now - since >= judgeMs;
}

/** In the target's hash the offset keeps its earlier name. */
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

/**
 * Reads a suspicion from the target's hash. What cannot be read counts as none, which costs only
 * some requests.
 */
export function parseSuspicion(text: string | undefined): Suspicion {
  if (text === undefined || text === '') return UNSUSPICIOUS;
  const kept = jsonIn(text);
  const { refused, ...others } = fieldsOf(kept as KeptSuspicion);
  if (refused === undefined || !isLike(kept, SAMPLE)) return UNSUSPICIOUS;
  // Early versions kept no offsets, since theirs were always the first events, and fewer fields.
  const known = refused.map(({ place, ...words }, i) => ({ ...words, offset: place ?? i }));
  return { ...UNSUSPICIOUS, ...others, refused: known };
}

/** Of which types what is there has to be. */
const SAMPLE = {
  refused: [{ code: '', message: '', requestId: '', at: 0, place: 0 }],
  suspects: 0,
  tries: 0,
  again: false,
  row: 0,
} satisfies Required<KeptSuspicion>;

/** Bounds all times by `now`: the clock may have been ahead when they were written. */
export function notLaterThan(now: number, suspicion: Suspicion): Suspicion {
  if (suspicion.refused.every(({ at }) => at <= now)) return suspicion;
  const refused = suspicion.refused.map((one) => ({ ...one, at: Math.min(one.at, now) }));
  return { ...suspicion, refused };
}

function afterAnotherTry(before: Suspicion, refusal: Refusal): Suspicion {
  const [first, ...others] = before.refused;
  const isLong = before.refused.length >= REFUSED_IN_A_ROW_MAX;
  const row = isLong ? Math.min(before.row + 1, REFUSED_KEPT_MAX) : before.refused.length * 2;
  // The first refused event has expired meanwhile; the one that was tried is now all that is known.
  if (first?.offset !== refusal.offset) {
    return { ...before, refused: [refusal], tries: 1, again: false, row };
  }
  // Keeps the time of the first refusal, and the latest words.
  const head = { ...refusal, at: first.at };
  const refused = isLong ? [head, ...others] : [head];
  return { ...before, refused, tries: before.tries + 1, again: false, row };
}
