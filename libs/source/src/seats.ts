/** Places of which a platform has few for an account: connections that it may have at a time. */
export interface SeatTerms {
  /** Which kind of place. */
  readonly name: string;
  /** Whose: may be a secret. */
  readonly owner: string;
  readonly max: number;
}

/** One place, kept until it is given back. Several of one process are the same one. */
export interface Seat {
  giveBack(): void;
}

/** @returns the place; `undefined` where others have all. Must not reject. */
export type TakeSeat = (terms: SeatTerms) => Promise<Seat | undefined>;
