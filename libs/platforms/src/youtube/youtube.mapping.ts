import type { AmountSpec, Mapping, MappingRule } from '#source';

const KIND = 'snippet.type';
const BY = {
  id: 'id',
  time: 'snippet.publishedAt',
  user: {
    id: 'authorDetails.channelId | snippet.authorChannelId',
    name: 'authorDetails.displayName',
    badge: { path: 'authorDetails.isChatSponsor', table: { true: 'member' } },
    guard: 'authorDetails.isChatSponsor',
  },
} as const satisfies Partial<MappingRule>;

/** The payer may be unknown: a payment is reported all the same. */
const PAID = {
  ...BY,
  event: 'gift',
  user: { ...BY.user, name: { path: BY.user.name, default: 'Anonymous' } },
} as const satisfies Partial<MappingRule>;

function money(details: string): AmountSpec {
  return {
    path: `snippet.${details}.amountMicros`,
    money: 'micros',
    currency: `snippet.${details}.currency`,
  };
}

/** The reference and the discovery document of the API put it in two different places. */
function ofGift(field: string): string {
  return `snippet.giftEventDetails.giftMetadata.${field} | snippet.giftDetails.${field}`;
}

/**
 * YouTube's live chat, as its official API lists it.
 * @see https://developers.google.com/youtube/v3/live/docs/liveChatMessages
 */
export const YOUTUBE: Mapping = {
  platform: 'youtube',
  each: 'items',
  rules: [
    {
      ...BY,
      when: { [KIND]: 'textMessageEvent' },
      event: 'comment',
      text: 'snippet.textMessageDetails.messageText | snippet.displayMessage',
    },
    {
      ...PAID,
      when: { [KIND]: 'superChatEvent' },
      gift: { name: { value: 'Super Chat' }, unitValue: money('superChatDetails') },
      text: 'snippet.superChatDetails.userComment',
    },
    {
      ...PAID,
      when: { [KIND]: 'superStickerEvent' },
      gift: { name: { value: 'Super Sticker' }, unitValue: money('superStickerDetails') },
    },
    {
      ...PAID,
      when: { [KIND]: 'fanFundingEvent' },
      gift: { name: { value: 'Super Chat' }, unitValue: money('fanFundingEventDetails') },
      text: 'snippet.fanFundingEventDetails.userComment',
    },
    {
      ...PAID,
      when: { [KIND]: 'newSponsorEvent' },
      gift: {
        name: { path: 'snippet.newSponsorDetails.memberLevelName', default: 'Membership' },
      },
    },
    {
      ...PAID,
      when: { [KIND]: 'memberMilestoneChatEvent' },
      gift: {
        name: { path: 'snippet.memberMilestoneChatDetails.memberLevelName', default: 'Membership' },
      },
      text: 'snippet.memberMilestoneChatDetails.userComment',
    },
    {
      ...PAID,
      when: { [KIND]: 'membershipGiftingEvent' },
      gift: {
        name: {
          path: 'snippet.membershipGiftingDetails.giftMembershipsLevelName',
          default: 'Membership',
        },
        count: 'snippet.membershipGiftingDetails.giftMembershipsCount',
      },
    },
    // A combo is updated under one id, so its later gifts would be taken for repeats.
    {
      ...PAID,
      id: undefined,
      when: { [KIND]: 'giftEvent' },
      gift: {
        name: { path: ofGift('giftName'), default: 'Jewels' },
        unitValue: ofGift('jewelsAmount'),
      },
      combo: { key: 'id', count: ofGift('comboCount') },
    },
  ],
};
