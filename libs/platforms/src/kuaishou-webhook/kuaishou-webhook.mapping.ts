import type { Mapping, MappingRule } from '#source';

const KIND = '$.data.push_type';
const BY = {
  id: '$.data.unique_message_id | $.message_id',
  time: '$.data.live_timestamp | $.timestamp',
  user: { id: 'userInfo.userId', name: 'userInfo.userName' },
} as const satisfies Partial<MappingRule>;

const RULES: readonly MappingRule[] = [
  { ...BY, when: { [KIND]: 'liveComment' }, event: 'comment', text: 'content' },
  { ...BY, when: { [KIND]: 'liveLike' }, event: 'like' },
  {
    ...BY,
    when: { [KIND]: 'giftSend' },
    event: 'gift',
    id: 'uniqueNo | $.data.unique_message_id | $.message_id',
    gift: {
      name: 'giftName',
      id: 'giftId',
      count: 'giftCount',
      unitValue: 'giftUnitPrice',
      totalValue: 'giftTotalPrice',
    },
  },
];

/**
 * The posts of Kuaishou's 互动直播: messages of one kind, each with its viewer. The kind, the time and
 * the id stand outside of them.
 * @param room takes only events of this room.
 * @see https://github.com/scx567888/live-room-watcher impl/kuaishou
 */
export function kuaishouMapping(room: string | undefined): Mapping {
  const other: MappingRule = {
    when: { [KIND]: { absent: false }, '$.data.room_code': { not: room ?? '' } },
    event: 'ignore',
    as: 'other-room',
  };
  return {
    platform: 'kuaishou',
    unwrap: ['data', 'data.payload'],
    each: 'data.payload',
    rules: room === undefined ? RULES : [other, ...RULES],
  };
}
