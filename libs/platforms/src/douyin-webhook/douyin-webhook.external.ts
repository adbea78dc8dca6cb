/** The headers of Douyin's data push, in lower case. */
export const DOUYIN_HEADER = {
  nonce: 'x-nonce-str',
  /** In ms. */
  time: 'x-timestamp',
  room: 'x-roomid',
  type: 'x-msg-type',
  signature: 'x-signature',
} as const;

/**
 * An element of the array that Douyin pushes. Any field may be missing or of another shape.
 *
 * @see https://developer.open-douyin.com/docs/resource/zh-CN/interaction/develop/server/live-room-scope/data-open/data-open-desc
 */
export interface DouyinPushed {
  readonly msg_id: unknown;
  readonly sec_openid: unknown;
  /** The same value under the name that some of Douyin's tools use. */
  readonly sec_open_id: unknown;
  readonly nickname: unknown;
  /** In ms. */
  readonly timestamp: unknown;
  readonly content: unknown;
  readonly sec_gift_id: unknown;
  /** Not documented; some of Douyin's tools send it. */
  readonly gift_name: unknown;
  readonly gift_num: unknown;
  /** The worth of all `gift_num` gifts together, in fen (分): a diamond is 10. */
  readonly gift_value: unknown;
  /** 1: reached a level in the fan club, 2: joined it, 16: left it. */
  readonly fansclub_reason_type: unknown;
  readonly fansclub_level: unknown;
  /** 1: followed, 2: unfollowed. */
  readonly user_follow_action: unknown;
  /** The user's level; only some of Douyin's tools send it. */
  readonly user_privilege_level: unknown;
  /** True on what Douyin itself sends as a test: nobody gave it. */
  readonly test: unknown;
}

/**
 * Names of the gifts that most applications have. Douyin pushes gifts by an encrypted id, which is
 * the same in every application.
 */
export const GIFT_NAMES: ReadonlyMap<string, string> = new Map([
  ['n1/Dg1905sj1FyoBlQBvmbaDZFBNaKuKZH6zxHkv8Lg5x2cRfrKUTb8gzMs=', '仙女棒'],
  ['28rYzVFNyXEXFC8HI+f/WG+I7a6lfl3OyZZjUS+CVuwCgYZrPrUdytGHu0c=', '能力药丸'],
  ['fJs8HKQ0xlPRixn8JAUiL2gFRiLD9S6IFCFdvZODSnhyo9YN8q7xUuVVyZI=', '魔法镜'],
  ['PJ0FFeaDzXUreuUBZH6Hs+b56Jh0tQjrq0bIrrlZmv13GSAL9Q1hf59fjGk=', '甜甜圈'],
  ['IkkadLfz7O/a5UR45p/OOCCG6ewAWVbsuzR/Z+v1v76CBU+mTG/wPjqdpfg=', '能量电池'],
  ['gx7pmjQfhBaDOG2XkWI2peZ66YFWkCWRjZXpTqb23O/epru+sxWyTV/3Ufs=', '恶魔炸弹'],
  ['pGLo7HKNk1i4djkicmJXf6iWEyd+pfPBjbsHmd3WcX0Ierm2UdnRR7UINvI=', '神秘空投'],
  ['lsEGaeC++k/yZbzTU2ST64EukfpPENQmqEZxaK9v1+7etK+qnCRKOnDyjsE=', '超级空投'],
  ['P7zDZzpeO215SpUptB+aURb1+zC14UC9MY1+MHszKoF0p5gzYk8CNEbey60=', '超能喷射'],
]);
