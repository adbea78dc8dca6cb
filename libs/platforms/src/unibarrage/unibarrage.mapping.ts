import type { AmountSpec, Mapping, MappingRule } from '#source';

const BY = { user: { name: 'data.name' } } as const satisfies Partial<MappingRule>;
const PRICE: AmountSpec = { path: 'data.price', money: 'decimal' };
const GIFT = {
  ...BY,
  event: 'gift',
  gift: { name: 'data.item', count: 'data.num', unitValue: PRICE },
} as const satisfies Partial<MappingRule>;

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
      { ...GIFT, when: { type: 'Gift' } },
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
  const isOther = { type: { absent: false }, rid: { not: room } };
  return [{ when: isOther, event: 'ignore', as: 'other-room' }];
}
