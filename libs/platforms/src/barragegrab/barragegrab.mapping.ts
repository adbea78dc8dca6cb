import type { Mapping, MappingRule } from '#source';
import { MASKED_USER_ID } from '../douyin/webcast/webcast.external.js';

const MESSAGE = { id: 'Data.MsgId' } as const satisfies Partial<MappingRule>;

/**
 * DouyinBarrageGrab's messages: `{Type, ProcessName, Data}`, where `Data` is JSON in a string with
 * 64-bit ids as numbers. Its gift counts are deltas already; messages carry no time. Except for
 * chats, `Content` is a sentence of the tool.
 * @see https://github.com/ape-byte/DouyinBarrageGrab
 */
export const BARRAGEGRAB: Mapping = {
  platform: 'douyin',
  unwrap: ['Data'],
  rules: [
    // Viewers whose id Douyin hides all have the same one; `SecUid` still tells them apart.
    ...rulesOf({ 'Data.User.Id': MASKED_USER_ID }, 'Data.User.SecUid'),
    ...rulesOf({}, 'Data.User.Id'),
    { when: { Type: 9 }, event: 'ignore', as: '9', room: 'ended' },
    { ...MESSAGE, when: { Type: 6 }, event: 'viewers', viewers: 'Data.OnlineUserCount' },
  ],
};

function rulesOf(who: Record<string, string>, userId: string): readonly MappingRule[] {
  const by = {
    ...MESSAGE,
    user: {
      id: userId,
      name: 'Data.User.Nickname',
      level: 'Data.User.PayLevel',
      badge: 'Data.User.FansClub.ClubName',
      badgeLevel: 'Data.User.FansClub.Level',
    },
  };
  const gift = {
    name: 'Data.GiftName',
    id: 'Data.GiftId',
    count: 'Data.GiftCount',
    // For a gift without streaks Douyin may leave the count out, and the tool then says 0.
    atLeastOne: true,
    unitValue: 'Data.DiamondCount',
  };
  return [
    { ...by, when: { Type: 1, ...who }, event: 'comment', text: 'Data.Content' },
    { ...by, when: { Type: 2, ...who }, event: 'like' },
    { ...by, when: { Type: 3, ...who }, event: 'enter' },
    { ...by, when: { Type: 4, ...who }, event: 'follow' },
    { ...by, when: { Type: 5, ...who }, event: 'gift', gift },
    // 1 is a new level in the fan club, 2 a new member.
    { ...by, when: { Type: 7, 'Data.Type': 2, ...who }, event: 'follow' },
  ];
}
