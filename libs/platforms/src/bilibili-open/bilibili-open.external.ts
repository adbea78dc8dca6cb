/**
 * Messages of Bilibili's live open platform. Any field may be missing or of another shape; captures
 * from 2022 have `uid` where `open_id` stands today.
 * @see https://open-live.bilibili.com/document/
 */

/** The packet operations that matter to us. */
export const OPERATION = {
  heartbeat: 2,
  heartbeatReply: 3,
  command: 5,
  authentication: 7,
  authenticationReply: 8,
} as const;

/** How the body of a packet is written. */
export const VERSION = { json: 0, plain: 1, zlib: 2, brotli: 3 } as const;

/** What happened in the room: the body of a command packet. */
export interface OpenCommand {
  readonly cmd: unknown;
  readonly data: Partial<OpenEvent>;
}

const PREFIX = 'LIVE_OPEN_PLATFORM_';

/** The commands that are events, or that concern our session. */
export const COMMAND = {
  comment: `${PREFIX}DM`,
  gift: `${PREFIX}SEND_GIFT`,
  guard: `${PREFIX}GUARD`,
  superChat: `${PREFIX}SUPER_CHAT`,
  like: `${PREFIX}LIKE`,
  enter: `${PREFIX}LIVE_ROOM_ENTER`,
  liveStart: `${PREFIX}LIVE_START`,
  liveEnd: `${PREFIX}LIVE_END`,
  sessionEnd: `${PREFIX}INTERACTION_END`,
} as const;

/** The fields of all commands together. */
export interface OpenEvent extends OpenUser {
  readonly msg_id: unknown;
  /** In seconds. */
  readonly timestamp: unknown;
  readonly fans_medal_name: unknown;
  readonly fans_medal_level: unknown;
  /** The user's level in live rooms (荣耀等级); only comments have it. */
  readonly glory_level: unknown;

  readonly msg: unknown;
  /** 1: the message is one picture, and `msg` its name. */
  readonly dm_type: unknown;

  readonly gift_id: unknown;
  readonly gift_name: unknown;
  /** The count of this message alone, even in a combo: `combo_info` only affects the display. */
  readonly gift_num: unknown;
  /**
   * The price of one gift, in thousandths of a yuan; for a gift that costs no money, in another
   * unit.
   */
  readonly price: unknown;
  /** Like `price`, but the amount really paid. Absent in older messages. */
  readonly r_price: unknown;
  readonly paid: unknown;

  /** The user of a guard event; other events have these fields at the top level. */
  readonly user_info: Partial<OpenUser>;
  /** 1 总督, 2 提督, 3 舰长: the guard that was bought, or that the viewer has. */
  readonly guard_level: unknown;
  readonly guard_num: unknown;
  /** `月`; any other unit (`*3天`) is complete by itself, and `guard_num` does not apply. */
  readonly guard_unit: unknown;

  readonly message: unknown;
  /** In yuan. */
  readonly rmb: unknown;

  readonly game_id: unknown;
}

export interface OpenUser {
  /** The user's id for our project. */
  readonly open_id: unknown;
  /** 0 since 2024. */
  readonly uid: unknown;
  readonly uname: unknown;
}

/** What every call of the API answers. */
export interface OpenAnswer {
  /** 0: done. */
  readonly code: unknown;
  readonly data: Partial<StartAnswer>;
}

/** The answer to a start. */
export interface StartAnswer {
  readonly game_info: { readonly game_id: unknown };
  readonly websocket_info: {
    /** Sent as it is to authenticate the socket. */
    readonly auth_body: unknown;
    readonly wss_link: unknown;
  };
}
