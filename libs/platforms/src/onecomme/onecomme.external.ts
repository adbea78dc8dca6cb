/** What OneComme sends on `/sub`, as far as it is read. Any field may be missing or of another shape. */
export interface OneCommeFrame {
  /** `comments` for what was said; `connected` holds what was said before, as does `options.init`. */
  readonly type: unknown;
  readonly data: {
    readonly comments: unknown;
    /** Of `meta`: the stream, and how many watch it. */
    readonly service: { readonly id: unknown; readonly name: unknown };
    readonly meta: { readonly viewer: unknown; readonly isLive: unknown };
  };
  readonly options: { readonly init: unknown };
}

/** One comment, with the site that it comes from. */
export interface OneCommeEntry {
  readonly service: unknown;
  readonly data: Partial<OneCommeComment>;
}

/**
 * A comment: what all sites have in common, and what some add.
 *
 * @see https://onecomme.com/docs/developer/websocket-api
 */
export interface OneCommeComment {
  /** Made by OneComme to try it. */
  readonly isTest: unknown;
  readonly id: unknown;
  /** The site's; some let viewers write without one. */
  readonly userId: unknown;
  readonly name: unknown;
  /** Pays for a membership of the channel. */
  readonly isMember: unknown;
  /** HTML: text is escaped, pictures are `img`. */
  readonly comment: unknown;
  /** In ms, or RFC 3339. */
  readonly timestamp: unknown;
  readonly hasGift: unknown;
  /** YouTube: `superchat`, `supersticker`, `sponsorgift`… TikTok: `gift`, `like`, `social`… */
  readonly giftType: unknown;
  /** YouTube: gave memberships to others, or got one from somebody. */
  readonly isSponsorshipGiftSender: unknown;
  readonly isSponsorshipGiftReceiver: unknown;
  /** YouTube: the headings of somebody's membership; of no other message. */
  readonly membership: unknown;
  /** YouTube: held back, so that only moderators see it. */
  readonly autoModerated: unknown;
  /** ニコニコ: the site itself speaks. */
  readonly isSystem: unknown;
  /** YouTube: the amount as shown, as a number, and its currency. Of a `sponsorgift`: how many. */
  readonly paidText: unknown;
  readonly price: unknown;
  readonly unit: unknown;
  /** Twitch: how many, as text. */
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
  /** Bilibili: a super chat, in yuan; and a guard. */
  readonly superChatData: { readonly price: unknown };
  readonly guard: { readonly level: unknown };
  /** TwitCasting: the gift. */
  readonly item: { readonly name: unknown };
  /** ShowRoom: how many. */
  readonly n: unknown;
}
