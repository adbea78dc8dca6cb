/**
 * What Huya's open platform sends. Its documents leave much out, and fields differ from notice to
 * notice, of which any may be missing or of another shape. There are no message ids.
 *
 * @see https://dev.huya.com/docs/miniapp/danmugame/open/open-api-v2/
 */
export interface HuyaFrame {
  /** Which kind it is; absent on the older addresses, which send one kind each. */
  readonly notice: unknown;
  /** 200 where all is well; often absent. */
  readonly statusCode: unknown;
  readonly data: Partial<HuyaNotice>;
}

/** The fields of all notices together. */
export interface HuyaNotice {
  /** The user's id for our application. */
  readonly unionId: unknown;
  /** The name, under one of these. */
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
  /** How many this message gives; `sendItemComboHits` only counts the messages of a combo. */
  readonly sendItemCount: unknown;
  /** What all of them cost, in fen. */
  readonly totalPay: unknown;
  /** In some versions, of gifts. */
  readonly sendTimeStamp: unknown;

  readonly nobleName: unknown;
  readonly guardianName: unknown;
  /** Of a guardian without a name: 0 守护, 1 铁铁. */
  readonly guardianType: unknown;
  readonly months: unknown;
}

/** The notices that we ask for. */
export const NOTICE = {
  comment: 'getMessageNotice',
  gift: 'getSendItemNotice',
  enter: 'getVipEnterBannerNotice',
  noble: 'getOpenNobleNotice',
  guardian: 'getOpenGuardianNotice',
  share: 'getShareLiveNotice',
  like: 'getUserDoButtonLikeNotice',
} as const;

/** The answer to what we asked for. */
export const COMMAND_NOTICE = 'command';
