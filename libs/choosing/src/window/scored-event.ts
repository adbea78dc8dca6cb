import type { Meaning } from '../meaning/meaning.js';

/** An event that may be chosen. It contains no viewer's words. */
export interface ScoredEvent {
  /** Tells events apart; see `eventKey`. */
  readonly key: string;
  /** Tells viewers apart. */
  readonly user: string;
  /** Below 0: never chosen, whatever the others are worth. */
  readonly score: number;
  readonly meaning: Meaning;
}

/** An event that was chosen before, kept for as long as that matters. */
export interface Remembered {
  readonly key: string;
  readonly user: string;
  /** In ms since 1970. */
  readonly at: number;
  readonly meaning: Meaning;
}

/** What became of a candidate. */
export type Verdict =
  | {
      readonly kind: 'chosen';
      /** How many viewers asked the same, including this one. */
      readonly asked: number;
    }
  /** {@link of} asked the same, in this window or before. */
  | { readonly kind: 'asked_before'; readonly of: string }
  /** Others were better, the last of them {@link over}; absent if the event was worth nothing. */
  | { readonly kind: 'not_chosen'; readonly over: string | undefined }
  /** The viewer's entry was already reported in this run of the room. */
  | { readonly kind: 'greeted' };
