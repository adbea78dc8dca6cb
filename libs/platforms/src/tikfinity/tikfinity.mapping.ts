import type { Mapping, MappingRule, UserPaths } from '#source';
import { chestRule } from '../mapped/tiktok-chest.js';

const USER: UserPaths = {
  id: 'data.userId | data.user.userId | data.uniqueId | data.user.uniqueId',
  name: 'data.nickname | data.user.nickname | data.uniqueId | data.user.uniqueId',
  level: 'data.gifterLevel',
  badgeLevel: 'data.teamMemberLevel',
  guard: 'data.isSubscriber | data.userIdentity.isSubscriberOfAnchor',
};
/** A banner names its user only in the pieces of its text. */
const BANNER_USERS = ['content', 'commonBarrageContent'].flatMap((text) => [
  `data.${text}.piecesList.0.userValue.user`,
  `data.${text}.pieces.0.userValue.user`,
]);
const MESSAGE = {
  id: 'data.msgId | data.common.msgId',
  time: 'data.createTime | data.common.createTime',
  user: USER,
} as const satisfies Partial<MappingRule>;
const GIFT = {
  ...MESSAGE,
  event: 'gift',
  gift: {
    name: 'data.giftName | data.giftDetails.giftName',
    id: 'data.giftId',
    count: 'data.repeatCount',
    atLeastOne: true,
    unitValue: 'data.diamondCount | data.giftDetails.diamondCount',
  },
} as const satisfies Partial<MappingRule>;
const GIFT_TYPE = 'data.giftType | data.gift.gift_type | data.giftDetails.giftType';

/**
 * TikFinity's messages, `{event, data}`, where `data` comes from tiktok-live-connector.
 * @see https://github.com/zerodytrash/TikTok-Live-Connector
 */
export const TIKFINITY: Mapping = {
  platform: 'tiktok',
  rules: [
    { ...MESSAGE, when: { event: 'chat' }, event: 'comment', text: 'data.comment | data.content' },
    // Only gifts of type 1 come in streaks, with a rising count; others come once.
    {
      ...GIFT,
      when: { event: 'gift', [GIFT_TYPE]: [1, null] },
      combo: { key: 'data.groupId', count: 'data.repeatCount', end: 'data.repeatEnd' },
    },
    { ...GIFT, when: { event: 'gift' } },
    {
      ...MESSAGE,
      when: { event: 'subscribe' },
      event: 'gift',
      gift: { defaultName: 'Subscription' },
    },
    { ...MESSAGE, when: { event: 'like' }, event: 'like' },
    { ...MESSAGE, when: { event: ['member', 'join'] }, event: 'enter' },
    { ...MESSAGE, when: { event: 'follow' }, event: 'follow' },
    { when: { event: 'streamEnd' }, event: 'ignore', as: 'streamEnd', room: 'ended' },
    { when: { event: 'roomUser' }, event: 'viewers', viewers: 'data.viewerCount' },
    ...orBy(BANNER_USERS, {
      ...MESSAGE,
      when: { event: 'superFan' },
      event: 'gift',
      gift: { defaultName: 'Super Fan' },
    }),
    ...orBy(['data.details.user', 'data.data.user'], {
      ...MESSAGE,
      when: { event: ['question', 'questionNew'] },
      event: 'comment',
      text: 'data.questionText | data.details.questionText | data.data.content | data.details.text',
    }),
    chestRule({ event: 'envelope' }, MESSAGE.time),
  ],
};

/** The rule, and before it the same for a user who stands at one of these places. */
function orBy(places: readonly string[], rule: MappingRule): readonly MappingRule[] {
  const placed = places.map((place): MappingRule => {
    const id = `${place}.userId | ${place}.id | ${place}.uniqueId`;
    const name = `${place}.nickname | ${place}.uniqueId | ${place}.displayId`;
    return {
      ...rule,
      when: { ...rule.when, [place]: { absent: false } },
      user: { id, name },
    };
  });
  return [...placed, rule];
}
