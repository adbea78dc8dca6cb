/**
 * What blivechat says on `/api/chat`, in JSON, as a text or binary. Any field may be missing or of
 * another shape.
 *
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

/** The places of a text's array. */
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
  /** 1: one picture. */
  contentType: 13,
  /** Added later, as the medal's name: older versions have the name alone. */
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
  /** Of all of them, in thousandths of a yuan; 0 for what is not paid for. */
  readonly totalCoin: unknown;

  /** 1 总督, 2 提督, 3 舰长: of a member, and in some versions of a giver. */
  readonly privilegeType: unknown;
  readonly unit: unknown;
  /** Of a member, as `totalCoin`. */
  readonly total_coin: unknown;

  /** Of a super chat, in yuan. */
  readonly price: unknown;
  readonly content: unknown;

  /** Of a fatal error: 1 the streamer's code is wrong, 2 Bilibili refuses again and again. */
  readonly type: unknown;
}

/** {@link BlivechatEvent.type} where the streamer's code is wrong. */
export const CODE_ERROR = 1;
