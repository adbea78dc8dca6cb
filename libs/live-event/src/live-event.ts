/**
 * An action of a viewer, as MetaStudio's LiveEventReport defines it.
 * @see https://support.huaweicloud.com/api-metastudio/LiveEventReport.html
 */
export type LiveEvent =
  CommentEvent | EnterEvent | LikeEvent | GiftEvent | FollowEvent | ViewersEvent | RawEvent;

/** The kinds of event, by the names that configuration and metrics use. */
export type EventType = LiveEvent['type'];

interface EventBase {
  /**
   * The platform's message id, by which duplicates are recognised; absent if the platform has none.
   * Unique within a platform, never shown to anybody, of any length (it is hashed).
   */
  readonly id?: string | undefined;
  /**
   * The platform's time of the event in ms since 1970; absent if the platform gives none. The time
   * that is reported is {@link reportedTimestamp}.
   */
  readonly timestamp?: number | undefined;
}

/** A comment (弹幕), MetaStudio's type 1. */
export interface CommentEvent extends EventBase {
  readonly type: 'comment';
  readonly user: User;
  readonly text: string;
}

/** A viewer who enters the room, type 2. */
export interface EnterEvent extends EventBase {
  readonly type: 'enter';
  readonly user: User;
}

/** A like frame, type 3: one event whatever its count, since the API has no count. */
export interface LikeEvent extends EventBase {
  readonly type: 'like';
  readonly user: User;
}

/** Anything paid for: gifts, subscriptions, guards, bits, super chats; type 4. */
export interface GiftEvent extends EventBase {
  readonly type: 'gift';
  readonly user: User;
  readonly gift: Gift;
}

/** A follow, a joined fan club, an unpaid subscription; type 5. */
export interface FollowEvent extends EventBase {
  readonly type: 'follow';
  readonly user: User;
}

/** The number of viewers in the room now, type 6. */
export interface ViewersEvent extends EventBase {
  readonly type: 'viewers';
  readonly numberOfViewers: number;
}

/** An event of any type, with a content of its own that is sent unchanged. */
export interface RawEvent extends EventBase {
  readonly type: 'raw';
  /** MetaStudio's number of the type, 0 to {@link RAW_TYPE_MAX}. */
  readonly code: number;
  /** A JSON document of at most {@link RAW_CONTENT_BYTES_MAX}, character by character. */
  readonly content: string;
  readonly class: EventClass;
  /** The user, if the content names one in the documented form: filters read it. */
  readonly user?: Pick<User, 'userId' | 'name'> | undefined;
  /** The comment's text, likewise. */
  readonly text?: string | undefined;
}

/**
 * How much an event matters when not everything can be kept: ambient events are shed first, paid
 * ones last.
 */
export type EventClass = 'paid' | 'chat' | 'ambient';

/**
 * A viewer. The five fields that are reported always have a value: `0` and `""` if the platform has
 * none.
 */
export interface User {
  /** `<platform>_<the platform's most stable id>`; see {@link makeUser}. */
  readonly userId: string;
  /** The display name. */
  readonly name: string;
  /** The platform's user level. */
  readonly level: number;
  /** The name of the fan badge. */
  readonly badge: string;
  /** The level of the fan badge. */
  readonly badgeLevel: number;
  /**
   * The level of the viewer's monthly payment to this room, as the platform numbers it; absent if
   * there is none, or the platform does not tell. Bilibili's guards are 1 总督, 2 提督, 3 舰长; a payment
   * without levels (a member, a subscriber) is 1. Not reported.
   */
  readonly guard?: number;
}

/** A gift. Values are integers in the platform's smallest unit, 0 if it tells none. */
export interface Gift {
  readonly giftName: string;
  /** How many gifts this event gives: a delta within a streak. */
  readonly giftNum: number;
  /** The worth of the whole event. Need not be `giftNum * giftValue`. */
  readonly totalValue: number;
  /** The worth of one gift. */
  readonly giftValue: number;
}

/** The types in the order of their numbers: `EVENT_TYPES[code - 1]`. */
export const EVENT_TYPES = [
  'comment',
  'enter',
  'like',
  'gift',
  'follow',
  'viewers',
  'raw',
] as const satisfies readonly EventType[];
