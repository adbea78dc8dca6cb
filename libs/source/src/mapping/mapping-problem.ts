import type { RawProblem } from '#live-event';

/** What `malformed` says of JSON that a mapping reads. */
export type MappingProblem =
  /** The frame, or a line of it, is not JSON. */
  | 'not-json'
  /** A field of `unwrap` begins like JSON and is none. */
  | 'bad-nested-json'
  /** A message is not an object. */
  | 'not-an-object'
  /** Neither an id nor a name of the user. */
  | 'no-user'
  /** The text is neither a text nor a number. */
  | 'no-text'
  /** The viewer count is no number. */
  | 'no-viewers'
  /** A count, price or level is not a whole number: it counts as if it were not there. */
  | 'not-an-integer'
  /** A price that should be money is none: the gift counts without it. */
  | 'not-money'
  | RawProblem;
