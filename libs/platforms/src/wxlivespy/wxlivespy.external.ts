/**
 * A post of wxlivespy, with the fields that we read. Any may be missing or of another shape.
 * @see https://github.com/fire4nt/wxlivespy/blob/main/src/schema.json
 */
export interface WxlivespyPost {
  readonly live_info: {
    readonly live_id: unknown;
    readonly online_count: unknown;
    /** 1: live, 2: over. */
    readonly live_status: unknown;
  };
  readonly events: unknown;
  /** The schema wraps all of this once more; the program does not. */
  readonly decoded_data: Partial<WxlivespyPost>;
}

/** One action of a viewer. */
export interface WxlivespyEvent {
  /** `comment`, `enter`, `like`, `gift`, `combogift` or `combo_gift`, `levelup`, `unknown`. */
  readonly decoded_type: unknown;
  /** WeChat's own number of the kind; present even without `decoded_type`. */
  readonly msg_sub_type: unknown;
  readonly msg_id: unknown;
  /** Numbers a live's events from 1; an event may be sent more than once. */
  readonly seq: unknown;
  /** The program's time, in ms. */
  readonly msg_time: unknown;
  /** Stays the same across one streamer's lives; `sec_openid` differs in each. */
  readonly decoded_openid: unknown;
  readonly sec_openid: unknown;
  readonly nickname: unknown;
  /** The words of a comment; on a gift, a sentence of WeChat's. */
  readonly content: unknown;
  readonly sec_gift_id: unknown;
  readonly gift_num: unknown;
  /** The worth of all `gift_num` gifts together, in WeChat coins (微信币). */
  readonly gift_value: unknown;
  /** The running count of a combo. */
  readonly combo_product_count: unknown;
}
