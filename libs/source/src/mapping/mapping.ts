import type { EventClass, EventType } from '#live-event';
import type { RoomState } from '../hearing-terms.js';
import type { AmountValue, Conditions, TextValue, Value } from './value.js';

/**
 * How the JSON messages of a platform become events: data, not code. What users write in the file
 * (validated by {@link MappingOptions}) and what presets are written in.
 *
 * Every string that names a place is a path: see {@link Path} for its syntax. Paths begin at the
 * message: at the frame, or at the element of `each`; with `$.` always at the frame. Where more is
 * to be said than a place, such as a default, a block says it: see {@link ValueSpec}.
 */
export interface Mapping {
  /** The prefix of user ids: `<platform>_<id>`. */
  readonly platform: string;
  /**
   * For aggregators: where a message names its own platform, which then is the prefix, in lower
   * case. `platform` stands in where it is missing or no plain word.
   */
  readonly platformFrom?: Value | undefined;
  /**
   * Fields whose value is JSON in a string. It is parsed in place, in this order, so that paths
   * stay as they were: first in the frame, then in each element of `each`. Only objects and arrays
   * are parsed; another string stays a string.
   */
  readonly unwrap?: readonly string[] | undefined;
  /**
   * The field that holds an array of messages. Where it is absent, or no array, the frame is the
   * message. A frame that is itself an array needs none: each of its elements counts as a frame.
   */
  readonly each?: string | undefined;
  /** The first rule whose `when` holds is taken; a message that none fits is ignored and counted. */
  readonly rules: readonly MappingRule[];
}

/** What one kind of message becomes. A path that the event has no use for is not read. */
export interface MappingRule {
  /** All of these hold; without any the rule always holds. */
  readonly when?: Conditions | undefined;
  /** `ignore` is for what other rules would take, such as a tool's own lines. */
  readonly event: EventType | 'ignore';
  /** What an ignored message is counted as: a word. @defaultValue `ignored` */
  readonly as?: string | undefined;
  /** What an ignored message says of the room, for `status`: that it is live, or why it is not heard. */
  readonly room?: RoomState | undefined;
  /** The platform, where it is another than the mapping's. */
  readonly platform?: string | undefined;
  readonly platformFrom?: Value | undefined;
  /**
   * The platform's message id, by which duplicates are known. Where it is the frame's, each of its
   * messages has one of its own by its place.
   */
  readonly id?: Value | undefined;
  /** s, ms, µs, ns or RFC 3339: see {@link eventTime}. Without it, the time of receipt. */
  readonly time?: Value | undefined;
  /** Required but for `viewers`, `raw` and `ignore`: at least its id or its name. */
  readonly user?: UserPaths | undefined;
  /** Required for `comment`. On a `gift`, a text that is there is a comment after the gift. */
  readonly text?: TextValue | undefined;
  /** `html` only where the platform sends HTML. By default `plain`: `1 < 2` stays as it is. */
  readonly textFormat?: 'plain' | 'html' | undefined;
  /** Required for `gift`. */
  readonly gift?: GiftPaths | undefined;
  /** For a `gift` whose count rises over the frames of a streak: each event gives the difference. */
  readonly combo?: ComboPaths | undefined;
  /** Required for `viewers`: how many watch now. */
  readonly viewers?: Value | undefined;
  /** Required for `raw`: MetaStudio's number of the type, or where it stands. */
  readonly type?: Value | number | undefined;
  /** Required for `raw`: a text of JSON, which is sent as it is, or a value to be sent as JSON. */
  readonly content?: Value | undefined;
  /** Of a `raw` event. @defaultValue `chat` */
  readonly class?: EventClass | undefined;
  /** Where a message names the class itself; `class` stands in where it does not. */
  readonly classFrom?: Value | undefined;
}

export interface UserPaths {
  readonly id?: Value | undefined;
  readonly name?: Value | undefined;
  readonly level?: Value | undefined;
  readonly badge?: Value | undefined;
  readonly badgeLevel?: Value | undefined;
  /** The level of a guard or membership of the room; `true` is 1. */
  readonly guard?: Value | undefined;
}

export interface GiftPaths {
  readonly name?: Value | undefined;
  /** Stands in where the gift has no name. */
  readonly id?: Value | undefined;
  /** For presets: what the gift is called where it has neither, such as `Subscription`. */
  readonly defaultName?: string | undefined;
  /**
   * How many this message gives; 1 where it is missing or no whole number. A message that says 0 or less
   * gives nothing. A streak's `combo.count` goes before it.
   */
  readonly count?: Value | undefined;
  /** For presets: a message gives one at least, since its 0 stands for a count that is missing. */
  readonly atLeastOne?: boolean | undefined;
  /** One gift's price, in the platform's smallest unit. */
  readonly unitValue?: AmountValue | undefined;
  /** The price of all that `count`, or a streak's `combo.count`, counts. */
  readonly totalValue?: AmountValue | undefined;
}

export interface ComboPaths {
  /**
   * What tells a user's streaks of one gift apart. Missing: one such streak at a time, to its end;
   * where there is no `end` either, each count of 1 begins one.
   */
  readonly key?: Value | undefined;
  /** The running count. A message without it is no part of a streak. */
  readonly count: Value;
  /** Where it is true, 1 or another value than false, 0, "0" and "false", the streak is over. */
  readonly end?: Value | undefined;
}
