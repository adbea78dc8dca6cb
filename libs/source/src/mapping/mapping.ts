import type { EventClass, EventType } from '#live-event';
import type { RoomState } from '../hearing-terms.js';
import type { AmountValue, Conditions, TextValue, Value } from './value.js';

/**
 * How the JSON messages of a platform become events: data, not code. Users write mappings in the
 * file (validated by {@link MappingOptions}), and presets consist of them. Every string that names
 * a place is a path: see {@link Path} for its syntax. Paths begin at the message, which is the
 * frame or the element of `each`; with `$.` they begin at the frame. If a place alone is not
 * enough, for example with a default, a block says more: see {@link ValueSpec}.
 */
export interface Mapping {
  /** The prefix of user ids: `<platform>_<id>`. */
  readonly platform: string;
  /**
   * For aggregators: where a message names its own platform, whose lower-case name then is the
   * prefix. `platform` is used if it is missing or not a plain word.
   */
  readonly platformFrom?: Value | undefined;
  /**
   * Fields whose value is JSON in a string. It is parsed in place, in this order, so that paths do
   * not change: first in the frame, then in each element of `each`. Only objects and arrays are
   * parsed; any other string stays a string.
   */
  readonly unwrap?: readonly string[] | undefined;
  /**
   * The field that holds an array of messages. If it is absent, or not an array, the frame is the
   * message. A frame that is itself an array needs none: each of its elements counts as a frame.
   */
  readonly each?: string | undefined;
  /**
   * The first rule whose `when` holds applies; a message that none matches is ignored and counted.
   */
  readonly rules: readonly MappingRule[];
}

/** What to make of one kind of message. A path that the event does not use is not read. */
export interface MappingRule {
  /** All of these must hold; without any, the rule always applies. */
  readonly when?: Conditions | undefined;
  /** `ignore` is for messages that a later rule would match, such as a tool's own lines. */
  readonly event: EventType | 'ignore';
  /** The name under which an ignored message is counted. @defaultValue `ignored` */
  readonly as?: string | undefined;
  /**
   * The room's state that an ignored message reports, for `status`: live, or why it is not heard.
   */
  readonly room?: RoomState | undefined;
  /** The platform, if it differs from the mapping's. */
  readonly platform?: string | undefined;
  readonly platformFrom?: Value | undefined;
  /**
   * The platform's message id, by which duplicates are recognised. If it is the frame's, each of
   * its messages gets an id of its own from its index.
   */
  readonly id?: Value | undefined;
  /** s, ms, µs, ns or RFC 3339: see {@link eventTime}. Without it, the time of receipt. */
  readonly time?: Value | undefined;
  /** Required except for `viewers`, `raw` and `ignore`: at least its id or its name. */
  readonly user?: UserPaths | undefined;
  /** Required for `comment`. On a `gift`, a text that is there becomes a comment after the gift. */
  readonly text?: TextValue | undefined;
  /** `html` only where the platform sends HTML. By default `plain`: `1 < 2` stays as it is. */
  readonly textFormat?: 'plain' | 'html' | undefined;
  /** Required for `gift`. */
  readonly gift?: GiftPaths | undefined;
  /**
   * For a `gift` whose count rises over the frames of a streak: each event contains the difference.
   */
  readonly combo?: ComboPaths | undefined;
  /** Required for `viewers`: the current number. */
  readonly viewers?: Value | undefined;
  /** Required for `raw`: MetaStudio's number of the type, or its place. */
  readonly type?: Value | number | undefined;
  /** Required for `raw`: a JSON text, which is sent unchanged, or a value to be sent as JSON. */
  readonly content?: Value | undefined;
  /** Of a `raw` event. @defaultValue `chat` */
  readonly class?: EventClass | undefined;
  /** Where a message names the class itself; `class` is used if it does not. */
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
  /** Used if the gift has no name. */
  readonly id?: Value | undefined;
  /** For presets: the gift's name if it has neither, such as `Subscription`. */
  readonly defaultName?: string | undefined;
  /**
   * The number of gifts in this message; 1 if it is missing or no whole number. A message with 0 or
   * less gives nothing. A streak's `combo.count` takes precedence.
   */
  readonly count?: Value | undefined;
  /** For presets: a message gives at least one, since its 0 stands for a missing count. */
  readonly atLeastOne?: boolean | undefined;
  /** One gift's price, in the platform's smallest unit. */
  readonly unitValue?: AmountValue | undefined;
  /** The price of everything that `count`, or a streak's `combo.count`, counts. */
  readonly totalValue?: AmountValue | undefined;
}

export interface ComboPaths {
  /**
   * Tells a user's streaks of one gift apart. Missing: one streak at a time, until its end; if
   * there is no `end` either, each count of 1 begins one.
   */
  readonly key?: Value | undefined;
  /** The running count. A message without it is no part of a streak. */
  readonly count: Value;
  /** If it is true, 1 or any value except false, 0, "0" and "false", the streak is over. */
  readonly end?: Value | undefined;
}
