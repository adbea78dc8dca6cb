import type { Meaning } from './meaning.js';

/** An event that may be chosen. It holds no word of a viewer's. */
export interface Candidate {
  /** Tells events apart; see `eventKey`. */
  readonly key: string;
  /** Tells viewers apart. */
  readonly user: string;
  /** Below 0: it is not to be chosen, whatever else there is. */
  readonly score: number;
  readonly meaning: Meaning;
}

/** An event that was chosen before, for as long as that counts. */
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
      /** How many viewers asked the same, its own counted. */
      readonly asked: number;
    }
  /** The same was asked by {@link of}, in this window or before. */
  | { readonly kind: 'asked_before'; readonly of: string }
  /** Others were better, the last of them {@link over}; absent where it was worth nothing. */
  | { readonly kind: 'not_chosen'; readonly over: string | undefined }
  /** The viewer's entry was reported before in this run of the room. */
  | { readonly kind: 'greeted' };
