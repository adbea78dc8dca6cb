/**
 * A frame of Huya's open platform. Its documents leave much out, fields differ from notice to
 * notice, and any may be missing or of another shape. There are no message ids.
 * @see https://dev.huya.com/docs/miniapp/danmugame/open/open-api-v2/
 */
export interface HuyaFrame {
  /** The kind; absent on the older addresses, which each send one kind. */
  readonly notice: unknown;
  /** 200 on success; often absent. */
  readonly statusCode: unknown;
  readonly data: Partial<HuyaNotice>;
}

/** The fields of all notices together. */
export interface HuyaNotice {
  /** The user's id for our application. */
  readonly unionId: unknown;
  /** The name, under any of these. */
  readonly sendNick: unknown;
  readonly userNick: unknown;
  readonly nick: unknown;
  readonly senderLevel: unknown;
  readonly userLevel: unknown;
  readonly badgeName: unknown;
  readonly fansLevel: unknown;

  readonly content: unknown;

  readonly itemId: unknown;
  readonly itemName: unknown;
  /** The count of this message. */
  readonly sendItemCount: unknown;
  /** Counts the messages of a combo. */
  readonly sendItemComboHits: unknown;
  /** The total price, in fen. */
  readonly totalPay: unknown;
  /** On gifts, in some versions. */
  readonly sendTimeStamp: unknown;

  readonly nobleName: unknown;
  readonly guardianName: unknown;
  /** On a guardian without a name: 0 守护, 1 铁铁. */
  readonly guardianType: unknown;
  readonly months: unknown;
}

/** The notices that we subscribe to. */
export const NOTICE = {
  comment: 'getMessageNotice',
  gift: 'getSendItemNotice',
  enter: 'getVipEnterBannerNotice',
  noble: 'getOpenNobleNotice',
  guardian: 'getOpenGuardianNotice',
  share: 'getShareLiveNotice',
  like: 'getUserDoButtonLikeNotice',
} as const;

/** The answer to a subscription. */
export const COMMAND_NOTICE = 'command';
