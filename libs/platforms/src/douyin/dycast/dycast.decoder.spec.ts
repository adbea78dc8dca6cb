import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../../test/support/recording-sink.js';
import { DycastDecoder } from './dycast.decoder.js';

const USER = {
  id: 'MS4wLjABAAAA-qing',
  name: '青青',
  avatar: 'https://example.com/a.jpg',
  gender: 2,
};
const QING = {
  userId: 'douyin_MS4wLjABAAAA-qing',
  name: '青青',
  level: 0,
  badge: '',
  badgeLevel: 0,
};

function message(kind: string, fields: object = {}): Record<string, unknown> {
  return { id: '7301885484794450001', method: `Webcast${kind}Message`, user: USER, ...fields };
}

function gift(count: string, repeatEnd?: number, fields: object = {}): Record<string, unknown> {
  const told = { id: '463', name: '小心心', price: 1, type: 1, desc: '送出', count, repeatEnd };
  return message('Gift', { gift: { ...told, ...fields } });
}

function decode(...messages: unknown[]): RecordingSink {
  return decodeAll(new DycastDecoder(), JSON.stringify(messages));
}

function counts(sink: RecordingSink): number[] {
  return sink.events.map((event) => (event.type === 'gift' ? event.gift.giftNum : 0));
}

function watch(audienceCount: string): object {
  return message('RoomUserSeq', { user: undefined, room: { audienceCount } });
}

describe('DycastDecoder', () => {
  it('ignores the room that comes first, and reads the arrays that follow', () => {
    const room = { roomNum: '123', roomId: '7', uniqueId: '8', nickname: '主播', status: 2 };
    const chats = [
      message('Chat', { content: '在吗' }),
      message('Like', { content: '为主播点赞了(3)' }),
    ];
    const sink = decodeAll(new DycastDecoder(), JSON.stringify(room), JSON.stringify(chats));
    expect(sink.ignoredKinds).toEqual(['live-info']);
    expect(sink.events).toEqual([
      {
        type: 'comment',
        id: '7301885484794450001',
        timestamp: undefined,
        user: QING,
        text: '在吗',
      },
      { type: 'like', id: '7301885484794450001', timestamp: undefined, user: QING },
    ]);
  });

  it('reads what only some forks pass on: comments that fly over the picture, and times', () => {
    const sink = decode(
      message('ScreenChat', { content: '上新了吗' }),
      message('PrivilegeScreenChat', { content: '好看', time: 1_700_000_000_000 }),
    );
    expect(sink.events).toMatchObject([
      { type: 'comment', text: '上新了吗', timestamp: undefined },
      { type: 'comment', text: '好看', timestamp: 1_700_000_000_000 },
    ]);
  });

  it('removes emotes among words, and keeps a text of emotes alone as written', () => {
    const rtfContent = [
      { type: 1, text: '好看' },
      { type: 2, text: '[赞]', url: 'https://example.com/e.png' },
    ];
    const sink = decode(
      message('Chat', { content: '好看[赞]', rtfContent }),
      message('Chat', { content: '好看[赞]' }),
      message('Chat', { content: '[赞]', rtfContent: rtfContent.slice(1) }),
      message('Chat', { content: '' }),
    );
    expect(sink.events).toMatchObject([{ text: '好看' }, { text: '好看' }, { text: '[赞]' }]);
    expect(sink.ignoredKinds).toEqual(['empty']);
  });

  it('makes entries, follows and viewer counts', () => {
    const sink = decode(
      message('Member', { content: '进入直播间', room: { audienceCount: '12' } }),
      message('Social', { content: '关注了主播', room: { followCount: '5' } }),
      message('Fansclub', { content: '加入了粉丝团' }),
      message('RoomUserSeq', {
        user: undefined,
        room: { audienceCount: '512', totalUserCount: '9' },
      }),
    );
    expect(sink.events).toMatchObject([
      { type: 'enter', user: QING },
      { type: 'follow', user: QING },
      { type: 'follow', user: QING },
      { type: 'viewers', numberOfViewers: 512 },
    ]);
  });

  it('reads a viewer count as Douyin shows it, and makes none of what is no number', () => {
    const sink = decode(watch('1.2万'), watch('many'));
    expect(sink.events).toMatchObject([{ type: 'viewers', numberOfViewers: 12_000 }]);
    expect(sink.ignoredKinds).toEqual(['WebcastRoomUserSeqMessage']);
  });

  it('counts a streak of gifts by what each message adds', () => {
    const sink = decode(gift('1'), gift('3'), gift('5', 1));
    expect(counts(sink)).toEqual([1, 2, 2]);
    expect(sink.events[1]).toMatchObject({
      gift: { giftName: '小心心', giftValue: 1, totalValue: 2 },
    });
  });

  it('makes comments of spoken messages and of named stickers', () => {
    const sink = decode(
      message('AudioChat', { content: '怎么卖' }),
      message('EmojiChat', { content: '[比心]' }),
    );
    expect(sink.events).toMatchObject([{ text: '怎么卖' }, { text: '[比心]' }]);
  });

  it('counts single gifts one by one', () => {
    expect(counts(decode(gift('1'), gift('1', 1), gift('1'), gift('1', 1)))).toEqual([1, 1]);
  });

  it('counts a gift without streaks by its own count', () => {
    expect(counts(decode(gift('2', 0, { type: 4 }), gift('2', 0, { type: 4 })))).toEqual([2, 2]);
  });

  it.each([
    ['RoomStats', { room: { audienceCount: '1.2万' } }],
    ['RoomRank', { rank: [] }],
    ['Control', { room: { status: 4 } }],
    ['EmojiChat', { content: 'https://example.com/e.png' }],
    ['Fansclub', { content: '粉丝团升级了' }],
  ])('ignores %s %j by name', (kind, fields) => {
    const sink = decode(message(kind, fields));
    expect(sink).toMatchObject({ events: [], ignoredKinds: [`Webcast${kind}Message`] });
  });

  it('counts malformed messages, and reads the others', () => {
    const sink = decode(
      null,
      3,
      [],
      {},
      message('Chat', { user: null }),
      message('Chat', { content: '在' }),
    );
    expect(sink.problems).toEqual([
      'not-an-object',
      'not-an-object',
      'not-an-object',
      'no-method',
      'no-user',
    ]);
    expect(sink.events).toHaveLength(1);
    expect(decodeAll(new DycastDecoder(), '[{]').problems).toEqual(['not-json']);
  });

  it('reads a bounded number of messages a frame', () => {
    const sink = decode(...Array.from({ length: 10_001 }, () => message('Like')));
    expect(sink.events).toHaveLength(10_000);
    expect(sink.problems).toEqual(['too-many-messages']);
  });

  it('accounts once for every message, whatever it holds', () => {
    const methods = ['Chat', 'Gift', 'Like', 'Member', 'Social', 'Fansclub', 'RoomUserSeq', 'New'];
    const keys = Object.keys(gift('1', 0, {})).concat('content', 'rtfContent', 'room', 'time');
    const fields = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    const mutated = fc
      .tuple(fc.constantFrom(...methods), fields)
      .map(([kind, values]) => ({ ...gift('1'), ...values, method: `Webcast${kind}Message` }));
    fc.assert(
      fc.property(fc.array(fc.oneof(mutated, fc.jsonValue()), { maxLength: 5 }), (messages) => {
        const sink = decode(...messages);
        const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
        expect(seen).toBe(messages.length);
      }),
      { numRuns: 500 },
    );
  });
});
