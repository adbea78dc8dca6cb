import type { AmountSpec, Mapping, MappingRule } from '#source';

const MESSAGE = {
  id: 'id',
  time: 'timestampNormalized | timestamp',
  user: {
    id: 'uid',
    name: 'username',
    level: 'userLvl',
    badge: 'medal.name | medal.medalName',
    badgeLevel: 'medal.level | medal.medalLevel',
    guard: 'guardType',
  },
} as const satisfies Partial<MappingRule>;

/** In yuan, counted in thousandths as Bilibili does: the dinar stands in, as it has three digits. */
const PRICE: AmountSpec = {
  path: 'priceNormalized',
  money: 'decimal',
  currency: { value: 'KWD' },
};

/**
 * LAPLACE Event Bridge's messages.
 * @param room takes only events of this room.
 * @see https://github.com/laplace-live/event-types
 */
export function laplaceMapping(room: string | undefined): Mapping {
  return {
    platform: 'bilibili',
    rules: [
      ...otherRooms(room),
      { when: { type: 'message', isMirror: true }, event: 'ignore', as: 'other-room' },
      {
        ...MESSAGE,
        id: 'idStr | id',
        when: { type: 'message' },
        event: 'comment',
        text: 'message',
      },
      // Silver costs no money.
      {
        ...MESSAGE,
        when: { type: 'gift', coinType: 'silver' },
        event: 'gift',
        gift: { name: 'giftName', id: 'giftId', count: 'giftAmount' },
      },
      {
        ...MESSAGE,
        when: { type: 'gift' },
        event: 'gift',
        gift: { name: 'giftName', id: 'giftId', count: 'giftAmount', totalValue: PRICE },
      },
      {
        ...MESSAGE,
        when: { type: 'superchat' },
        event: 'gift',
        gift: { name: { value: '醒目留言' }, unitValue: PRICE },
        text: 'message',
      },
      {
        ...MESSAGE,
        when: { type: 'toast' },
        event: 'gift',
        gift: {
          name: { path: 'toastName', default: '大航海' },
          count: 'toastAmount',
          totalValue: PRICE,
        },
      },
      {
        ...MESSAGE,
        when: { type: 'red-envelope-start' },
        event: 'gift',
        gift: { name: { value: '红包' }, totalValue: PRICE },
      },
      { ...MESSAGE, when: { type: 'interaction', action: 1 }, event: 'enter' },
      // 2 follows, 4 follows as a favourite, 5 follows back.
      { ...MESSAGE, when: { type: 'interaction', action: [2, 4, 5] }, event: 'follow' },
      { ...MESSAGE, when: { type: 'like-click' }, event: 'like' },
      { when: { type: ['live-start', 'live'] }, event: 'ignore', as: 'live-start', room: 'live' },
      { when: { type: ['live-end', 'preparing'] }, event: 'ignore', as: 'live-end', room: 'ended' },
      // Bilibili cuts off a stream that breaks its rules.
      { when: { type: 'live-cutoff' }, event: 'ignore', as: 'live-cutoff', room: 'refused' },
      {
        when: { type: 'online-update' },
        event: 'viewers',
        id: 'id',
        time: MESSAGE.time,
        viewers: 'online | count',
      },
    ],
  };
}

function otherRooms(room: string | undefined): readonly MappingRule[] {
  if (room === undefined) return [];
  const isOther = { type: { absent: false }, origin: { not: [room, null] } };
  return [{ when: isOther, event: 'ignore', as: 'other-room' }];
}
