/**
 * A frame of OneComme on `/sub`, with the fields that we read. Any may be missing or of another
 * shape.
 */
export interface OneCommeFrame {
  /** `comments`: new messages; `connected` is history. */
  readonly type: unknown;
  readonly data: {
    readonly comments: unknown;
    /**
     * `init`: what was said before OneComme connected.
     * @see https://github.com/OneComme/OneSDK `CommentsAction`
     */
    readonly options: { readonly init: unknown };
    /** On `meta`: the stream, and its number of viewers. */
    readonly service: { readonly id: unknown; readonly name: unknown };
    readonly meta: { readonly viewer: unknown; readonly isLive: unknown };
  };
  /** As `options` of `data`. */
  readonly options: { readonly init: unknown };
}

/** One comment, with its site. */
export interface OneCommeEntry {
  readonly service: unknown;
  readonly data: Partial<OneCommeComment>;
}

/**
 * A comment: fields of all sites, and of some.
 * @see https://onecomme.com/docs/developer/websocket-api
 */
export interface OneCommeComment {
  /** OneComme made it as a test. */
  readonly isTest: unknown;
  readonly id: unknown;
  /** The site's user id; some sites allow anonymous comments. */
  readonly userId: unknown;
  readonly name: unknown;
  /** Has a paid membership of the channel. */
  readonly isMember: unknown;
  /** HTML: text is escaped, pictures are `img`. */
  readonly comment: unknown;
  /** In ms, or RFC 3339. */
  readonly timestamp: unknown;
  readonly hasGift: unknown;
  /** YouTube: `superchat`, `supersticker`, `sponsorgift`… TikTok: `gift`, `like`, `social`… */
  readonly giftType: unknown;
  /** YouTube: gave memberships to others, or received one. */
  readonly isSponsorshipGiftSender: unknown;
  readonly isSponsorshipGiftReceiver: unknown;
  /** YouTube: the headings of a membership message; absent from all others. */
  readonly membership: unknown;
  /** YouTube: held for review, so that only moderators see it. */
  readonly autoModerated: unknown;
  /** ニコニコ: a message of the site itself. */
  readonly isSystem: unknown;
  /**
   * YouTube: the amount as shown, as a number, and its currency. On a `sponsorgift`: the number.
   */
  readonly paidText: unknown;
  readonly price: unknown;
  readonly unit: unknown;
  /** Twitch: the number of bits, as text. */
  readonly bits: unknown;
  /** Bilibili, ShowRoom, Mixch: the gift. TikTok: with its `details`. */
  readonly gift: {
    readonly name: unknown;
    readonly price: unknown;
    readonly giftId: unknown;
    readonly repeatCount: unknown;
    readonly details: { readonly giftName: unknown; readonly diamondCount: unknown };
  };
  readonly giftData: { readonly giftName: unknown; readonly num: unknown; readonly price: unknown };
  /** Bilibili: a super chat, in yuan; or a guard. */
  readonly superChatData: { readonly price: unknown };
  readonly guard: { readonly level: unknown };
  /** TwitCasting: the gift. */
  readonly item: { readonly name: unknown };
  /** ShowRoom: the number of gifts. */
  readonly n: unknown;
}
