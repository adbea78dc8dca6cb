import type { Mapping, MappingRule } from '#source';
import { MASKED_USER_ID } from '../douyin/webcast/webcast.external.js';

const STREAK = { key: 'Data.GroupId' };
const MESSAGE = { id: 'Data.MsgId' } as const satisfies Partial<MappingRule>;

/**
 * The messages of BarrageGrab (弹幕助手): `{Type, Data}` on the same port as DouyinBarrageGrab, with
 * other numbers: 1 enter, 2 follow, 3 chat, 4 like, 5 gift, 6 share, 7 statistics, 8 the room's
 * state, 9 fan club. A gift's count is that of its streak so far; messages carry no time.
 *
 * @see https://github.com/wushuaihua520/BarrageGrab
 */
export const BARRAGEGRAB_TWIN: Mapping = {
  platform: 'douyin',
  rules: [
    // Viewers whose id Douyin hides all have the same one; `SecUid` still tells them apart.
    ...rulesOf({ 'Data.User.Id': [MASKED_USER_ID, 0, null] }, 'Data.User.SecUid'),
    ...rulesOf({}, 'Data.User.Id'),
    { ...MESSAGE, when: { Type: 7 }, event: 'viewers', viewers: 'Data.OnlineUserCount' },
  ],
};

function rulesOf(who: NonNullable<MappingRule['when']>, userId: string): readonly MappingRule[] {
  const by = {
    ...MESSAGE,
    user: {
      id: userId,
      name: 'Data.User.NickName',
      level: 'Data.User.PayLevel',
      badge: 'Data.User.FansClub.ClubName',
      badgeLevel: 'Data.User.FansClub.Level',
    },
  };
  const gift = {
    name: 'Data.GiftName',
    id: 'Data.GiftId',
    unitValue: 'Data.DiamondCount',
    atLeastOne: true,
  };
  return [
    { ...by, when: { Type: 1, ...who }, event: 'enter' },
    { ...by, when: { Type: 2, ...who }, event: 'follow' },
    { ...by, when: { Type: 3, ...who }, event: 'comment', text: 'Data.Content' },
    { ...by, when: { Type: 4, ...who }, event: 'like' },
    {
      ...by,
      when: { Type: 5, 'Data.RepeatCount': [0, null], ...who },
      event: 'gift',
      gift,
      combo: { ...STREAK, count: 'Data.GiftCount' },
    },
    // Where a message also tells the running count, its `GiftCount` may be only what was added.
    {
      ...by,
      when: { Type: 5, ...who },
      event: 'gift',
      gift,
      combo: { ...STREAK, count: 'Data.RepeatCount' },
    },
    // 1 is a new level in the fan club, 2 a new member.
    { ...by, when: { Type: 9, 'Data.Type': 2, ...who }, event: 'follow' },
  ];
}
