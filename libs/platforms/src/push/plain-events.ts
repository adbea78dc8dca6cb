import type { Mapping, MappingRule } from '#source';

const ABOUT = { id: 'id', time: 'time' } as const satisfies Partial<MappingRule>;
const BY_USER = {
  ...ABOUT,
  user: {
    id: 'user.id',
    name: 'user.name',
    level: 'user.level',
    badge: 'user.badge',
    badgeLevel: 'user.badgeLevel',
    guard: 'user.guard',
  },
} as const satisfies Partial<MappingRule>;

/**
 * Our own plain form of an event, for senders that are written for it:
 *
 *     {"type": "comment", "id": "m1", "time": 1654587468193,
 *      "user": {"id": "u1", "name": "Ann", "level": 3, "badge": "fans", "badgeLevel": 2,
 *               "guard": 3},
 *      "text": "hello"}
 *
 * `type` is comment, enter, like, gift, follow or viewers. A gift has
 * `"gift": {"name", "id", "count", "unitValue", "totalValue"}`, may have a `text`, and in a streak
 * `"combo": {"key", "count", "end"}`; `viewers` is a number. `platform` may name where the viewer
 * is. `{"event": "raw", "type": 10, "content": {…}}` is sent to MetaStudio as it is, of the class
 * `chat` or the one that `class` names. Only `type`, the user's id or name, and what the type is about are needed.
 */
export const PLAIN_EVENTS: Mapping = {
  platform: 'push',
  platformFrom: 'platform',
  rules: [
    { when: { type: 'comment' }, event: 'comment', ...BY_USER, text: 'text' },
    { when: { type: 'enter' }, event: 'enter', ...BY_USER },
    { when: { type: 'like' }, event: 'like', ...BY_USER },
    { when: { type: 'follow' }, event: 'follow', ...BY_USER },
    {
      when: { type: 'gift' },
      event: 'gift',
      ...BY_USER,
      text: 'text',
      gift: {
        name: 'gift.name',
        id: 'gift.id',
        count: 'gift.count',
        unitValue: 'gift.unitValue',
        totalValue: 'gift.totalValue',
      },
      combo: { key: 'combo.key', count: 'combo.count', end: 'combo.end' },
    },
    {
      when: { event: 'raw' },
      event: 'raw',
      ...ABOUT,
      type: 'type',
      content: 'content',
      classFrom: 'class',
    },
    { when: { type: 'viewers' }, event: 'viewers', ...ABOUT, viewers: 'viewers' },
  ],
};
