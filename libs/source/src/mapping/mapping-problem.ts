import type { RawProblem } from '#live-event';

/** The problems that `malformed` reports for JSON read by a mapping. */
export type MappingProblem =
  /** The frame, or a line of it, is not JSON. */
  | 'not-json'
  /** A field of `unwrap` begins like JSON and is not JSON. */
  | 'bad-nested-json'
  /** A message is not an object. */
  | 'not-an-object'
  /** The message has neither an id nor a name of the user. */
  | 'no-user'
  /** The text is neither a text nor a number. */
  | 'no-text'
  /** The viewer count is not a number. */
  | 'no-viewers'
  /** A count, price or level is not a whole number: it counts as missing. */
  | 'not-an-integer'
  /** A price that should be money is not: the gift counts without it. */
  | 'not-money'
  | RawProblem;
