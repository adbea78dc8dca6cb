/**
 * The seats that a platform gives an account: the number of connections that it may have at a time.
 */
export interface SeatTerms {
  /** The kind of seat. */
  readonly name: string;
  /** The account; may be a secret. */
  readonly owner: string;
  readonly max: number;
}

/** One seat, kept until it is given back. All seats of one process for one account are the same. */
export interface Seat {
  giveBack(): void;
}

/** Takes a seat; `undefined` if other processes have all of them. Must not reject. */
export type TakeSeat = (terms: SeatTerms) => Promise<Seat | undefined>;
