/**
 * The tags of Twitch's chat servers. A chat line:
 * ```
 * @badge-info=subscriber/8;badges=subscriber/6;display-name=Ana;emotes=25:0-4;id=…;room-id=1;
 *  tmi-sent-ts=1700000000000;user-id=2 :ana!ana@ana.tmi.twitch.tv PRIVMSG #channel :Kappa hello
 * ```
 * Keys carry the delimiters that {@link rawTag} looks for.
 * @see https://dev.twitch.tv/docs/chat/irc/#twitch-irc-tags
 */
export const TAG = {
  /** `subscriber/<months>`, `founder/<months>`, and others, between commas. */
  badgeInfo: ';badge-info=',
  /** On a paid chat line: the number of bits. */
  bits: ';bits=',
  displayName: ';display-name=',
  /** `<emote>:<first>-<last>,…/…`: positions in the text, counted in code points. */
  emotes: ';emotes=',
  id: ';id=',
  login: ';login=',
  /** The kind of a `USERNOTICE` or `NOTICE`. */
  messageId: ';msg-id=',
  roomId: ';room-id=',
  sentAt: ';tmi-sent-ts=',
  /** The channel in which a line of a shared chat was written. */
  sourceRoomId: ';source-room-id=',
  userId: ';user-id=',
  /** Ties the subscriptions of one gift to many together; older servers send `originId` alone. */
  communityGiftId: ';msg-param-community-gift-id=',
  originId: ';msg-param-origin-id=',
  massGiftCount: ';msg-param-mass-gift-count=',
  /** `Prime`, `1000`, `2000` or `3000`. */
  subscriptionPlan: ';msg-param-sub-plan=',
  /** On a Hype Chat: the amount, in the currency's smallest unit; the text may be Twitch's. */
  paidAmount: ';pinned-chat-paid-amount=',
  paidIsSystemMessage: ';pinned-chat-paid-is-system-message=',
  /** On a gift that costs bits (`onetapgiftredeemed`): its id, and the number of bits. */
  giftId: ';msg-param-gift-id=',
  bitsSpent: ';msg-param-bits-spent=',
  /** On a `charitydonation`: an integer, its currency, and its count of decimals. */
  donationAmount: ';msg-param-donation-amount=',
  donationCurrency: ';msg-param-donation-currency=',
  donationExponent: ';msg-param-exponent=',
  /** On a `midnightsquid`, a message that is cheered with money: like a donation. */
  cheeredAmount: ';msg-param-amount=',
  cheeredCurrency: ';msg-param-currency=',
  /** `true` on a `resub` whose subscription somebody else paid for. */
  wasGifted: ';msg-param-was-gifted=',
} as const;

/** The account that stands for an anonymous giver. */
export const ANONYMOUS_GIFTER = { id: '274598607', name: 'AnAnonymousGifter' } as const;

/** `msg-param-origin-id` of a subscription that belongs to no gift bomb: SHA-1 of nothing. */
export const NO_ORIGIN =
  'da\\s39\\sa3\\see\\s5e\\s6b\\s4b\\s0d\\s32\\s55\\sbf\\sef\\s95\\s60\\s18\\s90\\saf\\sd8\\s07\\s09';
