import type { LiveEvent } from '#live-event';
import * as fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import type { Frame } from '../frame.js';
import type { Mapping, MappingRule } from './mapping.js';
import { MappingDecoder } from './mapping-decoder.js';

/** The example of the documentation, to the letter. */
const EXAMPLE = parseYaml(`
platform: example
unwrap: [payload]
each: payload.messages
rules:
  - when: { type: chat }
    event: comment
    id: id
    time: ts | created_at
    user: { id: user.id, name: user.name | user.nick, level: user.level, badge: user.badge.name, badgeLevel: user.badge.level }
    text: text
  - when: { type: [gift, donation] }
    event: gift
    id: id
    user: { id: user.id, name: user.name }
    gift: { name: gift.name, count: gift.count, unitValue: gift.price, totalValue: gift.total }
    combo: { key: gift.group, count: gift.combo, end: gift.end }
  - when: { type: stats }
    event: viewers
    viewers: data.online
`) as Mapping;

class Heard {
  readonly events: LiveEvent[] = [];
  readonly ignoredKinds: string[] = [];
  readonly problems: string[] = [];
  event(event: LiveEvent): void {
    this.events.push(event);
  }
  ignored(kind: string): void {
    this.ignoredKinds.push(kind);
  }
  malformed(problem: string): void {
    this.problems.push(problem);
  }
}

function decode(mapping: Mapping, ...frames: readonly (Frame | object)[]): Heard {
  const decoder = new MappingDecoder(mapping);
  const heard = new Heard();
  for (const frame of frames) {
    const raw = typeof frame === 'string' || Buffer.isBuffer(frame);
    decoder.decode(raw ? frame : JSON.stringify(frame), heard);
  }
  return heard;
}

/** A mapping of one rule for comments. */
function comments(more: Partial<MappingRule> = {}, mapping: Partial<Mapping> = {}): Mapping {
  const rule: MappingRule = { event: 'comment', user: { name: 'name' }, text: 'text', ...more };
  return { platform: 'p', rules: [rule], ...mapping };
}

/** A frame of a streak, for the example. */
function rose(combo: number, end?: number): object {
  const gift = { name: 'Rose', price: 10, total: 10 * combo, group: 'g1', combo, end };
  return { type: 'gift', user: { id: 'u1', name: 'Ann' }, gift };
}

/** A frame of a streak on a platform that has no groups. */
function tulip(combo: number, end?: number): object {
  return {
    type: 'gift',
    user: { id: 'u1', name: 'Ann' },
    gift: { name: 'Tulip', price: 10, group: '0', combo, end },
  };
}

function countsOf(events: readonly LiveEvent[]): (number | undefined)[] {
  return events.map((event) => (event.type === 'gift' ? event.gift.giftNum : undefined));
}

describe('MappingDecoder', () => {
  describe('with the example of the documentation', () => {
    it('reads messages out of an array in JSON in a string, with 64-bit ids', () => {
      const messages =
        '{"messages":[{"type":"chat","id":7301885484794450954,"ts":1654587468,"text":"hi",' +
        '"user":{"id":7301885484794450955,"name":"Ann","level":"12","badge":{"name":"fan","level":3}}},' +
        '{"type":"chat","id":7301885484794450956,"created_at":"2022-06-07T07:37:48.193Z","text":"yo",' +
        '"user":{"id":"u2","nick":"Bob"}},' +
        '{"type":"stats","data":{"online":"1,234"}}]}';
      const { events, ignoredKinds, problems } = decode(EXAMPLE, { payload: messages });
      expect([ignoredKinds, problems]).toEqual([[], []]);
      expect(events).toEqual([
        {
          type: 'comment',
          id: '7301885484794450954',
          timestamp: 1_654_587_468_000,
          user: {
            userId: 'example_7301885484794450955',
            name: 'Ann',
            level: 12,
            badge: 'fan',
            badgeLevel: 3,
          },
          text: 'hi',
        },
        {
          type: 'comment',
          id: '7301885484794450956',
          timestamp: 1_654_587_468_193,
          user: { userId: 'example_u2', name: 'Bob', level: 0, badge: '', badgeLevel: 0 },
          text: 'yo',
        },
        { type: 'viewers', id: undefined, timestamp: undefined, numberOfViewers: 1234 },
      ]);
    });

    it('reads a frame without the array as one message', () => {
      const { events } = decode(EXAMPLE, { type: 'stats', data: { online: 7 } });
      expect(events).toMatchObject([{ type: 'viewers', numberOfViewers: 7 }]);
    });

    it('counts a streak once, as deltas', () => {
      const frames = [rose(1), rose(3), rose(3), rose(3, 1)];
      const { events, ignoredKinds } = decode(EXAMPLE, ...frames);
      expect(events.map((event) => event.type === 'gift' && event.gift)).toEqual([
        { giftName: 'Rose', giftNum: 1, giftValue: 10, totalValue: 10 },
        { giftName: 'Rose', giftNum: 2, giftValue: 10, totalValue: 20 },
      ]);
      expect(ignoredKinds).toEqual(['streak', 'streak']);
    });

    it('counts each streak of a user where nothing tells them apart but their ends', () => {
      const frames = [tulip(1), tulip(1, 1), tulip(1), tulip(1, 1), tulip(1, 1), tulip(2, 1)];
      const { events, ignoredKinds } = decode(EXAMPLE, ...frames);
      expect(countsOf(events)).toEqual([1, 1, 1, 2]);
      expect(ignoredKinds).toEqual(['streak', 'streak']);
    });

    it('counts each streak of a user where nothing tells them apart at all', () => {
      const rules = EXAMPLE.rules.map((rule) => ({ ...rule, combo: { count: 'gift.combo' } }));
      const mapping = { ...EXAMPLE, rules };
      const frames = [1, 1, 2, 2, 3, 1, 5].map((combo) => tulip(combo));
      const { events, ignoredKinds } = decode(mapping, ...frames);
      expect(countsOf(events)).toEqual([1, 1, 1, 1, 1, 4]);
      expect(ignoredKinds).toEqual(['streak']);
    });

    it('reads a gift without a combo by its count', () => {
      const gift = { name: 'Car', count: '3', price: 100, total: 250 };
      const { events } = decode(EXAMPLE, { type: 'donation', user: { id: 1, name: 'A' }, gift });
      expect(events).toMatchObject([
        { gift: { giftName: 'Car', giftNum: 3, giftValue: 100, totalValue: 250 } },
      ]);
    });

    it.each([0, '0', '0.0', -2, '-2'])('makes no gift of a count of %j', (count) => {
      const given = { type: 'gift', user: { id: 1, name: 'A' }, gift: { name: 'Car', count } };
      expect(decode(EXAMPLE, given)).toMatchObject({ events: [], ignoredKinds: ['no-gift'] });
    });

    it('counts a gift once where its count is missing, or no number', () => {
      const counts = [undefined, null, '', 'some', {}, false];
      const { events } = decode(
        EXAMPLE,
        ...counts.map((count) => ({ type: 'gift', user: { id: 1 }, gift: { name: 'Car', count } })),
      );
      expect(countsOf(events)).toEqual(counts.map(() => 1));
    });

    it('keeps the words of a gift whose count is 0, and the count of a streak', () => {
      const rules = EXAMPLE.rules.map((rule) => ({ ...rule, text: 'text' }));
      const given = { type: 'gift', id: 'g', user: { id: 1, name: 'A' }, text: 'for you' };
      const { events } = decode(
        { ...EXAMPLE, rules },
        { ...given, gift: { name: 'Car', count: 0 } },
        { ...given, text: '', gift: { name: 'Car', count: 0, combo: 3 } },
      );
      expect(events).toMatchObject([
        { type: 'comment', id: 'g', text: 'for you' },
        { type: 'gift', gift: { giftNum: 3 } },
      ]);
    });

    it('names what it ignores', () => {
      const { ignoredKinds } = decode(EXAMPLE, { type: 'share' }, { x: 1 }, { type: {} });
      expect(ignoredKinds).toEqual(['share', 'no-rule', 'no-rule']);
    });
  });

  describe('frames', () => {
    it('takes a binary frame as UTF-8, with a byte order mark or without', () => {
      const frame = Buffer.from('\uFEFF{"name":"Ann","text":"你好"}');
      expect(decode(comments(), frame).events).toMatchObject([{ text: '你好' }]);
    });

    it('takes each element of a frame that is an array for a frame', () => {
      const mapping = comments({}, { each: 'list' });
      const [a, b, c] = ['a', 'b', 'c'].map((text) => ({ name: 'Ann', text }));
      const { events } = decode(mapping, [a, { list: [b, c] }]);
      expect(events).toMatchObject([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
    });

    it('loses only the malformed element of a frame', () => {
      const mapping = comments({}, { each: 'list', unwrap: ['data', 'list'] });
      const good = { name: 'Ann', text: 'a' };
      const list = JSON.stringify([null, 1, 'x', [], { ...good, data: '{"open' }, good, {}]);
      const { events, problems } = decode(mapping, { list });
      expect(events).toHaveLength(1);
      expect(problems).toEqual([
        ...Array<string>(4).fill('not-an-object'),
        'bad-nested-json',
        'no-user',
      ]);
    });

    it('unwraps within elements, and JSON within JSON', () => {
      const inner = JSON.stringify({ text: 'deep' });
      const data = JSON.stringify({ inner });
      const mapping = comments({ text: 'data.inner.text' }, { unwrap: ['data', 'data.inner'] });
      const { events } = decode({ ...mapping, each: 'list' }, { list: [{ name: 'Ann', data }] });
      expect(events).toMatchObject([{ text: 'deep' }]);
    });

    it('leaves a string of digits in an unwrapped field as it is', () => {
      const mapping = comments({ id: 'data' }, { unwrap: ['data'] });
      const { events } = decode(mapping, { name: 'A', text: 'a', data: '7301885484794450954' });
      expect(events).toMatchObject([{ id: '7301885484794450954' }]);
    });

    it.each(['', ' ', '\n', 'ping', 'PONG\n'])('ignores the keep-alive %j', (frame) => {
      expect(decode(comments(), frame).ignoredKinds).toEqual(['keep-alive']);
      const heard = new Heard();
      new MappingDecoder(comments(), { jsonLines: true }).decode(frame, heard);
      expect([heard.ignoredKinds, heard.problems]).toEqual([['keep-alive'], []]);
    });

    it.each(['hello', '{"a":', 'undefined', "{'a':1}"])('says that %j is not JSON', (frame) => {
      expect(decode(comments(), frame).problems).toEqual(['not-json']);
    });

    it('reads JSON Lines where it is told to', () => {
      const decoder = new MappingDecoder(comments(), { jsonLines: true });
      const heard = new Heard();
      decoder.decode('{"name":"A","text":"1"}\r\nbroken\n\n{"name":"A","text":"2"}\n', heard);
      expect(heard.events).toMatchObject([{ text: '1' }, { text: '2' }]);
      expect(heard.problems).toEqual(['not-json']);
    });

    // As @microsoft/signalr writes messages, and RFC 7464 sequences.
    it.each([
      '{"name":"A","text":"1"}\u001E',
      '\u001E{"name":"A",\n"text":"1"}\n',
      '{"name":"A","text":"1"}\u001E{"name":"A","text":"2"}\u001E',
    ])('reads %j where it is told to, and not where it is not', (frame) => {
      const heard = new Heard();
      new MappingDecoder(comments(), { jsonLines: true }).decode(frame, heard);
      expect(heard.events[0]).toMatchObject({ text: '1' });
      expect(heard.events).toHaveLength(frame.split('name').length - 1);
      expect(heard.problems).toEqual([]);
      expect(decode(comments(), frame).problems).toEqual(['not-json']);
    });

    it('reads no more of JSON Lines after ten thousand that are no JSON, and counts no empty ones', () => {
      const decoder = new MappingDecoder(comments(), { jsonLines: true });
      const heard = new Heard();
      const nearly = '\n'.repeat(20_000) + 'x\n'.repeat(9999);
      decoder.decode(`${nearly}{"name":"A","text":"1"}\nx\n{"name":"A","text":"2"}\n`, heard);
      expect(heard.events).toMatchObject([{ text: '1' }]);
      expect(heard.problems).toHaveLength(10_000);
    });
  });

  describe('rules', () => {
    it('compares by text, and null with what is missing', () => {
      const cases: [Mapping['rules'][number]['when'], object, boolean][] = [
        [{ type: 5 }, { type: '5' }, true],
        [{ type: '5' }, { type: 5 }, true],
        [{ type: true }, { type: 'true' }, true],
        [{ type: 1 }, { type: true }, false],
        [{ type: null }, {}, true],
        [{ type: '' }, { type: null }, true],
        [{ type: null }, { type: 'null' }, false],
        [{ type: '' }, { type: {} }, false],
        [{ 'a.0.b': ['x', 'y'], c: 1 }, { a: [{ b: 'y' }], c: 1 }, true],
        [{ 'a.0.b': ['x', 'y'], c: 1 }, { a: [{ b: 'y' }], c: 2 }, false],
        [{ 'constructor.name': 'Object' }, {}, false],
        [undefined, {}, true],
      ];
      for (const [when, message, holds] of cases) {
        const { events } = decode(comments({ when }), { name: 'A', text: 't', ...message });
        expect([when, events.length]).toEqual([when, holds ? 1 : 0]);
      }
    });

    it('uses the first rule that holds', () => {
      const first = comments({ when: { a: 1 }, text: 'x' }).rules[0]!;
      const mapping: Mapping = { platform: 'p', rules: [first, ...comments().rules] };
      const { events } = decode(mapping, { a: 1, name: 'A', text: 'no', x: 'yes' });
      expect(events).toMatchObject([{ text: 'yes' }]);
    });

    it.each(['enter', 'like', 'follow'] as const)('makes a %s of a user alone', (event) => {
      const mapping = comments({ event, text: 'sentence' });
      const { events } = decode(mapping, { name: 'Ann', sentence: 'Ann came' }, {});
      expect(events).toEqual([
        { type: event, id: undefined, timestamp: undefined, user: expect.anything() },
      ]);
    });

    it('names the field that a message lacks', () => {
      const viewers: Mapping = { platform: 'p', rules: [{ event: 'viewers', viewers: 'n' }] };
      expect(decode(viewers, {}, { n: 'many' }, { n: -1 }, { n: {} }).problems).toEqual(
        Array(4).fill('no-viewers'),
      );
      const lacking = decode(comments(), { text: 'a' }, { name: 'A', text: {} }, { name: 'A' });
      expect(lacking.problems).toEqual(['no-user', 'no-text']);
      expect(lacking.ignoredKinds).toEqual(['empty']);
      expect(decode(comments(), { name: 'A', text: '\u200B' }).ignoredKinds).toEqual(['empty']);
    });

    it('strips HTML only where the rule says so', () => {
      const message = { name: 'A', text: '<b>1</b> &lt; 2 <img alt="Kappa">' };
      expect(decode(comments(), message).events).toMatchObject([{ text: message.text }]);
      const html = comments({ textFormat: 'html' });
      expect(decode(html, message).events).toMatchObject([{ text: '1 < 2 Kappa' }]);
    });

    it('lets a message name its platform', () => {
      const mapping = comments({}, { platformFrom: 'site' });
      const sites = ['YouTube', 'bad word', undefined, 5];
      const { events } = decode(mapping, ...sites.map((site) => ({ name: 'A', text: 't', site })));
      expect(events.map((event) => 'user' in event && event.user?.userId)).toEqual([
        'youtube_A',
        'p_A',
        'p_A',
        'p_A',
      ]);
    });

    it('treats 0 as no id', () => {
      const mapping = comments({ id: 'id' });
      const ids = [0, '0', 5, 'x', {}];
      const { events } = decode(mapping, ...ids.map((id) => ({ name: 'A', text: 't', id })));
      expect(events.map(({ id }) => id)).toEqual([undefined, undefined, '5', 'x', undefined]);
    });
  });

  it('refuses an invalid path', () => {
    expect(() => new MappingDecoder(comments({ text: 'a..b' }))).toThrow(TypeError);
  });

  it('never throws, whatever a frame holds', () => {
    const decoder = new MappingDecoder(EXAMPLE, { jsonLines: true });
    const keys = ['type', 'payload', 'messages', 'user', 'id', 'gift', 'combo', 'end', 'group'];
    const key = fc.oneof(
      fc.constantFrom(...keys, 'text', 'ts', 'name', 'badge', 'data', 'online', 'count'),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'valueOf', 'length'),
    );
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom('chat', 'gift', 'stats', '{"messages":[{}]}', '9007199254740993', true),
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { noNullPrototype: true, maxKeys: 8 }),
      ),
    })).value;
    const frame = fc.oneof(
      tree.map((value) => JSON.stringify(value)),
      fc.string(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(frame, (raw) => {
        const heard = new Heard();
        decoder.decode(raw, heard);
        for (const event of heard.events) expect(JSON.stringify(event)).not.toContain('null');
      }),
      { numRuns: 3000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("counts a streak's total, whatever was repeated, lost or out of order before its end", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 20 });
    fc.assert(
      fc.property(counts, (seen) => {
        const final = Math.max(1, ...seen);
        const frames = [...seen.map((count) => rose(count)), rose(final, 1), rose(final, 1)];
        const gifts = decode(EXAMPLE, ...frames).events.map((event) => {
          return event.type === 'gift' ? event.gift : undefined;
        });
        expect(gifts.reduce((sum, gift) => sum + (gift?.giftNum ?? 0), 0)).toBe(final);
        expect(gifts.reduce((sum, gift) => sum + (gift?.totalValue ?? 0), 0)).toBe(final * 10);
      }),
    );
  });
});
