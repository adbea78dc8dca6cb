/**
 * What wxlivespy posts, as far as it is read. Any field may be missing or of another shape.
 *
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
  /** Its schema wraps all of this once more; its program does not. */
  readonly decoded_data: Partial<WxlivespyPost>;
}

/** Something that a viewer did. */
export interface WxlivespyEvent {
  /** `comment`, `enter`, `like`, `gift`, `combogift` or `combo_gift`, `levelup`, `unknown`. */
  readonly decoded_type: unknown;
  /** WeChat's own number of what it is: also where there is no `decoded_type`. */
  readonly msg_sub_type: unknown;
  readonly msg_id: unknown;
  /** Counts a live's events from 1; sent more than once. */
  readonly seq: unknown;
  /** The time of the program, in ms. */
  readonly msg_time: unknown;
  /** Stays the same over the lives of one streamer; `sec_openid` is another in each. */
  readonly decoded_openid: unknown;
  readonly sec_openid: unknown;
  readonly nickname: unknown;
  /** What was written; of a gift, a sentence of WeChat's. */
  readonly content: unknown;
  readonly sec_gift_id: unknown;
  readonly gift_num: unknown;
  /** What all of `gift_num` is worth, in WeChat coins (微信币). */
  readonly gift_value: unknown;
  /** The running count of a combo. */
  readonly combo_product_count: unknown;
}
