import type { Doing, GiftDoing, Repertoire, Viewer } from './doing.js';
import type { ChatClient, ChatPlatform, RoomWords } from './platform.js';

const MESSAGES_OF_FRAME_MAX = 50;

/**
 * A chat system such as an integrator has of his own, for the relay's `websocket` source. It
 * expects `{"op":"subscribe","room":"42"}` (a number will do) and answers
 * `{"type":"subscribed","room":"42"}`; `ping`, or `{"op":"ping"}`, is answered `{"type":"pong"}`;
 * anything else `{"type":"error"}`. Then come frames of up to 50 messages, as JSON in a string:
 *
 * ```json
 * {"payload":"{\"messages\":[{\"type\":\"chat\",\"id\":\"…\",\"ts\":1700000000000, …}]}"}
 * ```
 *
 * A message has `type` (`chat`, `join`, `like`, `gift`, `follow`, `stats`; `share` is no event),
 * `id`, `ts` in ms, `user: {id, name, level, badge: {name, level}}`; `chat` has `text`; `gift` has
 * `gift: {name, count, price, total, group, combo, end}`, where `combo` is how many of its group so
 * far and `count` is how many more; `stats` has `data: {online}`. {@link GENERIC_MAPPING} is the
 * relay's mapping for it.
 */
export class GenericChat implements ChatPlatform {
  readonly name = 'generic';
  readonly repertoire: Repertoire = {
    weights: { comment: 55, enter: 15, like: 12, gift: 10, follow: 3, viewers: 3, noise: 2 },
    gifts: [
      { id: 'rose', name: 'Rose', price: 1, countMax: 1, streak: true },
      { id: 'rocket', name: '火箭 "Rocket"', price: 5000, countMax: 3 },
    ],
  };

  frames(room: RoomWords, doings: readonly Doing[]): string[] {
    const frames: string[] = [];
    for (let at = 0; at < doings.length; at += MESSAGES_OF_FRAME_MAX) {
      const some = doings.slice(at, at + MESSAGES_OF_FRAME_MAX);
      const messages = some.map((doing) => messageOf(room, doing));
      frames.push(JSON.stringify({ payload: JSON.stringify({ messages }) }));
    }
    return frames;
  }

  opened(): void {
    // The client speaks first.
  }

  message(client: ChatClient, text: string): void {
    const order = text === 'ping' ? { op: 'ping' } : parse(text);
    const room = String(order['room']);
    if (order['op'] === 'ping') {
      client.send('{"type":"pong"}');
    } else if (order['op'] === 'subscribe' && /^[\w-]{1,64}$/.test(room)) {
      client.send(JSON.stringify({ type: 'subscribed', room }));
      client.join(room);
    } else {
      client.send('{"type":"error"}');
    }
  }
}

/** The relay's mapping for {@link GenericChat}, as it stands in a configuration file. */
export const GENERIC_MAPPING = {
  platform: 'generic',
  unwrap: ['payload'],
  each: 'payload.messages',
  rules: [
    {
      when: { type: 'chat' },
      event: 'comment',
      id: 'id',
      time: 'ts',
      user: userPaths(),
      text: 'text',
    },
    { when: { type: 'join' }, event: 'enter', id: 'id', time: 'ts', user: userPaths() },
    { when: { type: 'like' }, event: 'like', id: 'id', time: 'ts', user: userPaths() },
    {
      when: { type: 'gift' },
      event: 'gift',
      id: 'id',
      time: 'ts',
      user: userPaths(),
      gift: {
        name: 'gift.name',
        count: 'gift.count',
        unitValue: 'gift.price',
        totalValue: 'gift.total',
      },
      combo: { key: 'gift.group', count: 'gift.combo', end: 'gift.end' },
    },
    { when: { type: 'follow' }, event: 'follow', id: 'id', time: 'ts', user: userPaths() },
    { when: { type: 'stats' }, event: 'viewers', id: 'id', time: 'ts', viewers: 'data.online' },
  ],
} as const;

const TYPES = {
  comment: 'chat',
  enter: 'join',
  like: 'like',
  gift: 'gift',
  follow: 'follow',
  viewers: 'stats',
  noise: 'share',
} as const satisfies Record<Doing['kind'], string>;

function userPaths() {
  return {
    id: 'user.id',
    name: 'user.name',
    level: 'user.level',
    badge: 'user.badge.name',
    badgeLevel: 'user.badge.level',
  } as const;
}

function messageOf(room: RoomWords, doing: Doing): object {
  const head = {
    type: TYPES[doing.kind],
    id: `${room.run}-${room.stream}-${doing.serial}`,
    ts: doing.at,
  };
  switch (doing.kind) {
    case 'comment':
      return { ...head, user: userOf(doing.viewer), text: doing.text };
    case 'gift':
      return { ...head, user: userOf(doing.viewer), gift: giftOf(doing, room) };
    case 'viewers':
      return { ...head, data: { online: doing.viewers } };
    case 'enter':
    case 'like':
    case 'follow':
    case 'noise':
      return { ...head, user: userOf(doing.viewer) };
  }
}

function giftOf({ gift, count, streak }: GiftDoing, { run }: RoomWords): object {
  const { name, price } = gift;
  const { total: combo, end } = streak;
  const group = `${run}-${streak.group}`;
  return { name, count, price, total: count * price, group, combo, end };
}

function userOf({ id, name, level, badge, badgeLevel }: Viewer): object {
  if (badge === '') return { id, name, level };
  return { id, name, level, badge: { name: badge, level: badgeLevel } };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
