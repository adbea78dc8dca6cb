import type { Conditions, Mapping, MappingRule } from '#source';
import { chestRule } from '../mapped/tiktok-chest.js';

const MESSAGE = {
  id: 'data.common.msgId | data.event.msgId | data.msgId',
  time: 'data.common.createTime | data.event.createTime | data.createTime',
} as const satisfies Partial<MappingRule>;

const BY_USER = { ...MESSAGE, user: userAt('data.user') } as const satisfies Partial<MappingRule>;

const GIFT = {
  ...BY_USER,
  event: 'gift',
  gift: {
    name: 'data.giftDetails.giftName | data.gift.name',
    id: 'data.giftId | data.gift.id',
    count: 'data.repeatCount',
    atLeastOne: true,
    unitValue: 'data.giftDetails.diamondCount | data.gift.diamondCount',
  },
} as const satisfies Partial<MappingRule>;

const SUBSCRIBED = {
  ...BY_USER,
  event: 'gift',
  gift: { defaultName: 'Subscription' },
} as const satisfies Partial<MappingRule>;

/** Where each schema has a question from TikTok's question box. The last is tried for all others. */
const QUESTION_AT = ['data.questionDetails', 'data.data', 'data.details'];

/** A viewer who becomes a Super Fan pays; one who enters as a Super Fan has another text. */
const SUPER_FAN_TEXTS = ['ttlive_superFan_commentNotif_someoneBecameSuperFan'];
const SUPER_FAN_TEXT = [
  'data.content.key',
  'data.content.displayType',
  'data.commonBarrageContent.key',
  'data.commonBarrageContent.displayType',
  'data.common.displayText.key',
  'data.common.displayText.displayType',
].join(' | ');
/** A banner names its user only in the pieces of its text, which each schema calls differently. */
const SUPER_FAN_AT = [
  'data.user',
  'data.content.pieces.0.userValue.user',
  'data.content.piecesList.0.userValue.user',
  'data.commonBarrageContent.pieces.0.userValue.user',
  'data.commonBarrageContent.piecesList.0.userValue.user',
  'data.common.displayText.pieces.0.userValue.user',
  'data.common.displayText.piecesList.0.userValue.user',
];

const GIFT_TYPE = 'data.giftDetails.giftType | data.gift.giftType | data.gift.type | data.giftType';

/** The template that TikTok shows for a message: it tells follows from shares without an action. */
const SAYS = [
  'data.common.displayText.key',
  'data.common.displayText.displayType',
  'data.event.eventDetails.displayType',
  'data.displayType',
].join(' | ');
const FOLLOW_TEXTS = [
  'follow',
  'pm_main_follow_message_viewer',
  'pm_main_follow_message_viewer_2',
  'pm_main_follow_message_viewer_3',
];

/** 1 pauses a stream, 2 resumes it, 3 ends it, 4 is TikTok ending it. */
const CONTROL: readonly MappingRule[] = [
  {
    when: { type: 'WebcastControlMessage', 'data.action': 2 },
    event: 'ignore',
    as: 'WebcastControlMessage',
    room: 'live',
  },
  {
    when: { type: 'WebcastControlMessage', 'data.action': [3, 4] },
    event: 'ignore',
    as: 'WebcastControlMessage',
    room: 'ended',
  },
];

/**
 * TikTok's messages as Euler Stream sends them, `{timestamp, messages: [{type, data}]}`, in both
 * versions of its schema and as seen in practice: names differ, and numbers may be strings.
 * @see https://www.eulerstream.com/docs
 */
export const TIKTOK_EULER: Mapping = {
  platform: 'tiktok',
  each: 'messages',
  rules: [
    {
      ...BY_USER,
      when: {
        type: ['WebcastChatMessage', 'WebcastAudioChatMessage', 'WebcastScreenChatMessage'],
      },
      event: 'comment',
      text: 'data.comment | data.content',
    },
    // Only gifts of type 1 come in streaks, with a rising count; others come once.
    {
      ...GIFT,
      when: { type: 'WebcastGiftMessage', [GIFT_TYPE]: [1, null] },
      combo: { key: 'data.groupId', count: 'data.repeatCount', end: 'data.repeatEnd' },
    },
    { ...GIFT, when: { type: 'WebcastGiftMessage' } },
    // The sender is the subscriber if there is no user.
    {
      ...SUBSCRIBED,
      when: { type: 'WebcastSubNotifyMessage', [anyOf(userAt('data.user'))]: null },
      user: userAt('data.sender'),
    },
    { ...SUBSCRIBED, when: { type: 'WebcastSubNotifyMessage' } },
    ...SUPER_FAN_AT.map(superFanRule),
    { ...BY_USER, when: { type: 'WebcastLikeMessage' }, event: 'like' },
    { ...BY_USER, when: acts('WebcastMemberMessage', [1, null]), event: 'enter' },
    { ...BY_USER, when: acts('WebcastSocialMessage', 1), event: 'follow' },
    {
      ...BY_USER,
      when: { ...acts('WebcastSocialMessage', null), [SAYS]: FOLLOW_TEXTS },
      event: 'follow',
    },
    ...CONTROL,
    {
      ...MESSAGE,
      when: { type: 'WebcastRoomUserSeqMessage' },
      event: 'viewers',
      viewers: 'data.viewerCount | data.total',
    },
    ...QUESTION_AT.map(questionRule),
    chestRule({ type: 'WebcastEnvelopeMessage' }, MESSAGE.time),
  ],
};

function userAt(place: string): { id: string; name: string; [field: string]: string } {
  const at = (...fields: readonly string[]): string =>
    fields.map((field) => `${place}.${field}`).join(' | ');
  return {
    id: at('userId', 'id', 'idStr', 'uniqueId', 'displayId'),
    name: at('nickname', 'uniqueId', 'displayId'),
    level: at('payGrade.level', 'gifterLevel'),
    badge: at('fansClub.data.clubName'),
    badgeLevel: at('fansClub.data.level', 'teamMemberLevel'),
    guard: `${at('subscribeInfo.isSubscribedToAnchor', 'subscribeInfo.isSubscribe', 'isSubscriber')} | data.userIdentity.isSubscriberOfAnchor`,
  };
}

function questionRule(place: string, index: number): MappingRule {
  const text = `${place}.questionText | ${place}.content | ${place}.text`;
  const isLast = index === QUESTION_AT.length - 1;
  return {
    ...MESSAGE,
    when: { type: 'WebcastQuestionNewMessage', ...(isLast ? {} : { [text]: { absent: false } }) },
    event: 'comment',
    user: userAt(`${place}.user`),
    text,
  };
}

function superFanRule(place: string): MappingRule {
  return {
    ...MESSAGE,
    when: {
      type: 'WebcastBarrageMessage',
      [SUPER_FAN_TEXT]: SUPER_FAN_TEXTS,
      [place]: { absent: false },
    },
    event: 'gift',
    user: {
      id: `${place}.userId | ${place}.id | ${place}.uniqueId`,
      name: `${place}.nickname | ${place}.uniqueId`,
    },
    gift: { defaultName: 'Super Fan' },
  };
}

/** Paths to a user, by id or by name. */
function anyOf({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${id} | ${name}`;
}

/** Entries may come without an action; among social messages only 1 is a follow. */
function acts(type: string, action: Conditions[string]): Conditions {
  return { type, 'data.action | data.actionId': action };
}
