/**
 * A message of blivechat on `/api/chat`: JSON in a text or binary frame. Any field may be missing
 * or of another shape.
 * @see https://github.com/xfgryujk/blivechat
 */
export interface BlivechatFrame {
  readonly cmd: unknown;
  readonly data: unknown;
}

/** The commands, by their numbers. */
export const COMMAND = {
  heartbeat: 0,
  joinRoom: 1,
  text: 2,
  gift: 3,
  member: 4,
  superChat: 5,
  deleteSuperChat: 6,
  translation: 7,
  fatalError: 8,
} as const;

/** The indexes of a text message's array. */
export const TEXT = {
  /** In seconds. */
  timestamp: 1,
  authorName: 2,
  content: 4,
  /** 0 none, 1 总督, 2 提督, 3 舰长. */
  privilegeType: 5,
  authorLevel: 7,
  medalLevel: 10,
  id: 11,
  /** 1: the message is one picture. */
  contentType: 13,
  /** Added in a later version, like the medal's name: older versions only have the user's name. */
  uid: 16,
  medalName: 17,
} as const;

/** The fields of gifts, members and super chats together. */
export interface BlivechatEvent {
  readonly id: unknown;
  /** In seconds. */
  readonly timestamp: unknown;
  readonly authorName: unknown;
  readonly uid: unknown;
  readonly medalName: unknown;
  readonly medalLevel: unknown;

  readonly giftName: unknown;
  readonly giftId: unknown;
  readonly num: unknown;
  /** The price of all gifts together, in thousandths of a yuan; 0 if they cost no money. */
  readonly totalCoin: unknown;

  /** 1 总督, 2 提督, 3 舰长: of a new member, and in some versions of a giver. */
  readonly privilegeType: unknown;
  readonly unit: unknown;
  /** Like `totalCoin`, for a new member. */
  readonly total_coin: unknown;

  /** The price of a super chat, in yuan. */
  readonly price: unknown;
  readonly content: unknown;

  /** The type of a fatal error: 1 the streamer's code is wrong, 2 Bilibili refuses repeatedly. */
  readonly type: unknown;
}

/** {@link BlivechatEvent.type} where the streamer's code is wrong. */
export const CODE_ERROR = 1;
