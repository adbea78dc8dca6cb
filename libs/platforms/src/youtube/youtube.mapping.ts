import type { AmountSpec, Mapping, MappingRule } from '#source';

const KIND = 'snippet.type';
const BY = {
  id: 'id',
  time: 'snippet.publishedAt',
  user: {
    id: 'authorDetails.channelId | snippet.authorChannelId',
    name: 'authorDetails.displayName',
    badge: { path: 'authorDetails.isChatSponsor', table: { true: 'member' } },
  },
} as const satisfies Partial<MappingRule>;

function money(details: string): AmountSpec {
  return {
    path: `snippet.${details}.amountMicros`,
    money: 'micros',
    currency: `snippet.${details}.currency`,
  };
}

/**
 * YouTube's live chat, as its official list tells it.
 *
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
      ...BY,
      when: { [KIND]: 'superChatEvent' },
      event: 'gift',
      gift: { name: { value: 'Super Chat' }, unitValue: money('superChatDetails') },
      text: 'snippet.superChatDetails.userComment',
    },
    {
      ...BY,
      when: { [KIND]: 'superStickerEvent' },
      event: 'gift',
      gift: { name: { value: 'Super Sticker' }, unitValue: money('superStickerDetails') },
    },
    {
      ...BY,
      when: { [KIND]: 'fanFundingEvent' },
      event: 'gift',
      gift: { name: { value: 'Super Chat' }, unitValue: money('fanFundingEventDetails') },
      text: 'snippet.fanFundingEventDetails.userComment',
    },
    {
      ...BY,
      when: { [KIND]: 'newSponsorEvent' },
      event: 'gift',
      gift: {
        name: { path: 'snippet.newSponsorDetails.memberLevelName', default: 'Membership' },
      },
    },
    {
      ...BY,
      when: { [KIND]: 'memberMilestoneChatEvent' },
      event: 'gift',
      gift: {
        name: { path: 'snippet.memberMilestoneChatDetails.memberLevelName', default: 'Membership' },
      },
      text: 'snippet.memberMilestoneChatDetails.userComment',
    },
    {
      ...BY,
      when: { [KIND]: 'membershipGiftingEvent' },
      event: 'gift',
      gift: {
        name: {
          path: 'snippet.membershipGiftingDetails.giftMembershipsLevelName',
          default: 'Membership',
        },
        count: 'snippet.membershipGiftingDetails.giftMembershipsCount',
      },
    },
    {
      ...BY,
      when: { [KIND]: 'giftEvent' },
      event: 'gift',
      gift: {
        name: { path: 'snippet.giftEventDetails.giftMetadata.giftName', default: 'Jewels' },
        count: 'snippet.giftEventDetails.giftMetadata.comboCount',
        totalValue: 'snippet.giftEventDetails.giftMetadata.jewelsCount',
      },
    },
  ],
};
