import type { AmountSpec, Mapping, MappingRule } from '#source';

const BY = { user: { name: 'data.name' } } as const satisfies Partial<MappingRule>;
const PRICE: AmountSpec = { path: 'data.price', money: 'decimal' };
/** Where it finds no count, it tells 0. */
const GIVEN = { name: 'data.item', count: 'data.num', atLeastOne: true };
const GIFT = {
  ...BY,
  event: 'gift',
  gift: { ...GIVEN, unitValue: PRICE },
} as const satisfies Partial<MappingRule>;
/** Its documentation calls the price that of one, but for these it tells that of all of them. */
const PRICED_AS_A_WHOLE = ['bilibili', 'douyin', 'huya', 'xiaohongshu'];

/**
 * UniBarrage's messages, `{rid, platform, type, data}`: users have only a name, and messages
 * neither an id nor a time.
 * @param room takes only events of this room.
 * @see https://github.com/xifan2333/UniBarrage
 */
export function unibarrageMapping(room: string | undefined): Mapping {
  return {
    platform: 'unibarrage',
    platformFrom: 'platform',
    rules: [
      ...otherRooms(room),
      { ...BY, when: { type: 'Chat' }, event: 'comment', text: 'data.content' },
      // Silver costs no money.
      {
        ...GIFT,
        when: { type: 'Gift', platform: 'bilibili', 'data.raw.coin_type': 'silver' },
        gift: GIVEN,
      },
      {
        ...GIFT,
        when: { type: 'Gift', platform: PRICED_AS_A_WHOLE },
        gift: { ...GIVEN, totalValue: PRICE },
      },
      // Kuaishou's `num` is the streak's count up to here.
      {
        ...GIFT,
        when: { type: 'Gift', platform: 'kuaishou', 'data.raw.mergeKey': { absent: false } },
        combo: { key: 'data.raw.mergeKey', count: 'data.num' },
      },
      { ...GIFT, when: { type: 'Gift' } },
      // Xiaohongshu's.
      { ...BY, when: { type: 'Subscribe', 'data.item': 'follow' }, event: 'follow' },
      // Bilibili's guards and Douyin's members: all are paid for.
      { ...GIFT, when: { type: 'Subscribe' } },
      {
        ...BY,
        when: { type: 'SuperChat' },
        event: 'gift',
        gift: { name: { value: '醒目留言' }, unitValue: PRICE },
        text: 'data.content',
      },
      { ...BY, when: { type: 'Like' }, event: 'like' },
      { ...BY, when: { type: 'EnterRoom' }, event: 'enter' },
      { when: { type: 'EndLive' }, event: 'ignore', as: 'EndLive', room: 'ended' },
    ],
  };
}

function otherRooms(room: string | undefined): readonly MappingRule[] {
  if (room === undefined) return [];
  // Kuaishou's begin with the slash of the address that they were taken from.
  const isOther = { type: { absent: false }, rid: { not: [room, `/${room}`] } };
  return [{ when: isOther, event: 'ignore', as: 'other-room' }];
}
