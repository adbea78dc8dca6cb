/**
 * What douyinLive sends: Douyin's protobuf messages as JSON, in camel case. 64-bit integers are
 * strings, and fields that are 0, false or empty are left out. Nothing here is certain: every
 * field may be missing or of another type.
 *
 * @see https://github.com/jwwsjlm/douyinLive
 */
export interface DouyinliveMessage {
  readonly method?: unknown;
  readonly common?: DouyinliveCommon | null;
  readonly commonInfo?: DouyinliveCommon | null;
  readonly user?: DouyinliveUser | null;
  /** On a chat, in seconds. */
  readonly eventTime?: unknown;
  /** On a chat: as typed, emotes as `[赞]`. On a fan club message: a sentence of Douyin's. */
  readonly content?: unknown;
  readonly rtfContent?: DouyinliveRichText | null;
  readonly rtfContentV2?: DouyinliveRichText | null;
  /** On a sticker (`WebcastEmojiChatMessage`): its name, such as `[比心]`, whole or in pieces. */
  readonly defaultContent?: unknown;
  readonly emojiContent?: DouyinliveRichText | null;
  readonly gift?: DouyinliveGift | null;
  readonly giftId?: unknown;
  /** On a gift: the running count of its streak: 1, 2, 3… */
  readonly repeatCount?: unknown;
  readonly comboCount?: unknown;
  /** On a gift: the id of its streak. */
  readonly groupId?: unknown;
  /** On a gift: 1 at the end of its streak, with the final count repeated. */
  readonly repeatEnd?: unknown;
  readonly sendTime?: unknown;
  /**
   * On a social message: 1 follow, 3 share. On an entry: 1. On a fan club message: 1 upgrade, 2
   * join.
   */
  readonly action?: unknown;
  /** On a fan club message: the name that some versions use for `action`. */
  readonly type?: unknown;
  /** On a viewer count: the number of viewers. */
  readonly total?: unknown;
}

export interface DouyinliveCommon {
  readonly msgId?: unknown;
  readonly createTime?: unknown;
}

export interface DouyinliveUser {
  readonly id?: unknown;
  readonly secUid?: unknown;
  readonly nickname?: unknown;
  readonly payGrade?: { readonly level?: unknown } | null;
  readonly fansClub?: {
    readonly data?: {
      readonly clubName?: unknown;
      readonly level?: unknown;
      /** Whether the user is a guard (守护) of the streamer; 1 while the guard is paid for. */
      readonly userGuardStatus?: unknown;
    } | null;
  } | null;
}

export interface DouyinliveGift {
  readonly id?: unknown;
  readonly name?: unknown;
  /** In diamonds (抖币). */
  readonly diamondCount?: unknown;
  readonly type?: unknown;
  readonly combo?: unknown;
}

export interface DouyinliveRichText {
  readonly pieces?: unknown;
}

/** A piece of a {@link DouyinliveRichText}. */
export interface DouyinlivePiece {
  readonly stringValue?: unknown;
  readonly imageValue?: unknown;
}

/** A message of douyinLive about itself and the room, not about viewers. */
export interface DouyinliveSystemMessage {
  readonly type?: unknown;
  readonly event?: unknown;
  readonly code?: unknown;
}

/** The room does not exist; douyinLive closes the connection. */
export const ROOM_NOT_FOUND = 'ROOM_NOT_FOUND';
