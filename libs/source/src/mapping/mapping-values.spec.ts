import type { LiveEvent } from '#live-event';
import * as fc from 'fast-check';
import { analyse } from 'scslre';
import { codesPattern } from './readers/emote-codes.js';
import type { GiftPaths, Mapping, MappingRule } from './mapping.js';
import { MappingDecoder } from './mapping-decoder.js';
import type { AmountValue, Conditions, TextValue } from './value.js';

interface Heard {
  readonly events: LiveEvent[];
  readonly ignoredKinds: string[];
  readonly problems: string[];
}

function decode(mapping: Mapping, ...frames: readonly object[]): Heard {
  const decoder = new MappingDecoder(mapping);
  const heard: Heard = { events: [], ignoredKinds: [], problems: [] };
  for (const frame of frames) {
    decoder.decode(JSON.stringify(frame), {
      event: (event) => heard.events.push(event),
      ignored: (kind) => heard.ignoredKinds.push(kind),
      malformed: (problem) => heard.problems.push(problem),
    });
  }
  return heard;
}

function mappingOf(rule: MappingRule, more: Partial<Mapping> = {}): Mapping {
  return { platform: 'p', rules: [rule], ...more };
}

function gifts(gift: GiftPaths, ...frames: readonly object[]): Heard {
  return decode(mappingOf({ event: 'gift', user: { name: { value: 'Ann' } }, gift }), ...frames);
}

/** What one price is worth, and what is counted. */
function worth(totalValue: AmountValue, message: object): [unknown, readonly string[]] {
  const { events, problems } = gifts({ name: { value: 'Tip' }, totalValue }, message);
  const [event] = events;
  return [event?.type === 'gift' && event.gift.totalValue, problems];
}

function said(text: TextValue, message: object): string | undefined {
  const rule: MappingRule = { event: 'comment', user: { name: { value: 'Ann' } }, text };
  const [event] = decode(mappingOf(rule), message).events;
  return event?.type === 'comment' ? event.text : undefined;
}

function holds(when: Conditions, message: object): boolean {
  const rule: MappingRule = { when, event: 'enter', user: { name: { value: 'Ann' } } };
  return decode(mappingOf(rule), message).events.length === 1;
}

describe('whole numbers in a mapping', () => {
  it.each([4.99, '3.00', '4.99', 'many', {}, [1], '1e3'])(
    'counts %j as not an integer, and takes the gift without it',
    (value) => {
      const paths = { name: 'name', count: 'n', unitValue: 'n', totalValue: 'n' };
      for (const field of ['count', 'unitValue', 'totalValue'] as const) {
        const { events, problems } = gifts({ name: 'name', [field]: paths[field] }, { n: value });
        expect([field, problems]).toEqual([field, ['not-an-integer']]);
        expect(events).toMatchObject([{ gift: { giftNum: 1, giftValue: 0, totalValue: 0 } }]);
      }
    },
  );

  it.each([5, '5', ' 5 ', 5.0])('reads %j as 5', (value) => {
    expect(worth('n', { n: value })).toEqual([5, []]);
  });

  it.each([undefined, null, '', false])('treats %j as absent', (value) => {
    expect(worth('n', { n: value })).toEqual([0, []]);
  });

  it.each([true, {}, [5]])('counts %j, which is no number', (value) => {
    expect(worth('n', { n: value })).toEqual([0, ['not-an-integer']]);
  });

  it('counts a price below 0, and tells the gift without it', () => {
    expect(worth('n', { n: -5 })).toEqual([0, ['not-money']]);
  });

  it('counts levels, viewers and streak counts that are no number', () => {
    const user = { name: 'name', level: 'n', badgeLevel: 'n' };
    const levels = decode(mappingOf({ event: 'enter', user }), { name: 'Ann', n: 2.5 });
    expect(levels.problems).toEqual(['not-an-integer', 'not-an-integer']);
    expect(levels.events).toMatchObject([{ user: { level: 0, badgeLevel: 0 } }]);
    const told = [2.5, '2.5', '2', '1.2万', '3.4K', '1,234'].map((n) => ({ n }));
    const viewers = decode(mappingOf({ event: 'viewers', viewers: 'n' }), ...told);
    expect(viewers.problems).toEqual(['not-an-integer', 'not-an-integer']);
    expect(
      viewers.events.map((event) => 'numberOfViewers' in event && event.numberOfViewers),
    ).toEqual([2, 12_000, 3400, 1234]);
    const streak = mappingOf({ event: 'gift', user, gift: { name: 'g' }, combo: { count: 'n' } });
    expect(decode(streak, { name: 'Ann', g: 'Rose', n: '1.5' }).events).toMatchObject([
      { gift: { giftNum: 1 } },
    ]);
  });
});

describe('money in a mapping', () => {
  it.each([
    [{ money: 'decimal' }, 4.99, 499],
    [{ money: 'decimal' }, '13.37', 1337],
    [{ money: 'decimal', currency: { value: 'JPY' } }, '500', 500],
    [{ money: 'decimal', currency: 'currency' }, 1.5, 1500],
    [{ money: 'cents' }, 499, 499],
    [{ money: 'cents', currency: { value: 'JPY' } }, 500, 500],
    [{ money: 'hundredths', currency: { value: 'JPY' } }, 50_000, 500],
    [{ money: 'micros' }, '5000000', 500],
    [{ money: 'micros', currency: 'currency' }, '5000000', 5000],
    [{ digits: 3 }, 1500, 150],
    [{ digits: 'digits' }, 1500, 150],
  ] as const)('reads %j of %j as %i', (form, amount, value) => {
    const message = { amount, currency: 'KWD', digits: '3' };
    expect(worth({ path: 'amount', ...form }, message)).toEqual([value, []]);
  });

  it.each([
    ['decimal', '5 roses', 'not-money'],
    ['decimal', '-4,99', 'not-money'],
    ['micros', '4,99', 'not-money'],
    ['decimal', -5, 'not-money'],
    ['decimal', {}, 'not-money'],
    ['cents', 4.99, 'not-an-integer'],
    ['cents', '4.99', 'not-an-integer'],
    ['micros', 'x', 'not-money'],
  ] as const)('counts %s of %j as %s, and takes the gift without it', (money, amount, problem) => {
    expect(worth({ path: 'amount', money }, { amount })).toEqual([0, [problem]]);
  });

  it.each([
    ['€5,00', undefined, 500],
    ['5,00', 'EUR', 500],
    ['1.234,50 €', undefined, 123_450],
    ['1\u202f300,50', 'EUR', 130_050],
    ['$4.99', undefined, 499],
    ['４．９９', 'USD', 499],
    ['¥１，０００', 'JPY', 1000],
    ['¥5.50', 'CNY', 550],
    ['₩5,000', undefined, 5000],
    ["1'300.50", 'CHF', 130_050],
  ] as const)('reads %s, as people write it, with the currency %s', (amount, currency, value) => {
    const spec = { path: 'amount', money: 'decimal', currency: 'currency' } as const;
    expect(worth(spec, { amount, currency })).toEqual([value, []]);
  });

  it('counts money of a currency whose digits are unknown', () => {
    const amount = { path: 'amount', digits: 'digits' };
    expect(worth(amount, { amount: 5 })).toEqual([0, ['not-money']]);
    expect(worth(amount, { amount: 5, digits: 1e9 })).toEqual([0, ['not-money']]);
    expect(worth(amount, {})).toEqual([0, []]);
  });
});

describe('conditions of a mapping', () => {
  it.each([
    [{ a: { not: 'x' } }, { a: 'x' }, { a: 'y' }],
    [{ a: { not: ['x', 'y'] } }, { a: 'y' }, { a: 'z' }],
    [{ a: { not: 'x' } }, { a: 'x' }, {}],
    [{ a: { not: null } }, {}, { a: 0 }],
    [{ a: { not: { above: 5 } } }, { a: 6 }, { a: 5 }],
    [{ a: { above: 5 } }, { a: 5 }, { a: '5.5' }],
    [{ a: { below: 5 } }, { a: '5' }, { a: -1 }],
    [{ a: { atLeast: 1000 } }, { a: 'many' }, { a: '1,000' }],
    [{ a: { atMost: 5 } }, {}, { a: 5 }],
    [{ a: { above: 1, below: 3 } }, { a: 3 }, { a: 2 }],
    [{ a: { includes: 'x' } }, { a: 'x' }, { a: ['y', 'x'] }],
    [{ a: { includes: [1, 2] } }, { a: [3] }, { a: [3, '2'] }],
    [
      { a: { includes: { type: 'x', n: { above: 1 } } } },
      { a: [{ type: 'x' }] },
      { a: [{ type: 'x', n: 2 }] },
    ],
    [{ a: { not: { includes: 'x' } } }, { a: ['x'] }, { a: [null] }],
    [{ a: { absent: true } }, { a: 0 }, { a: '' }],
    [{ a: { absent: false } }, { a: null }, { a: [] }],
    [{ a: { absent: false, not: 'x' } }, { a: 'x' }, { a: 'y' }],
  ] as const)('%j holds not for %j but for %j', (when, wrong, right) => {
    expect([holds(when, wrong), holds(when, right)]).toEqual([false, true]);
  });

  it('read the whole frame from inside of an array', () => {
    const rule: MappingRule = {
      when: { '$.kind': 'x', list: { includes: { '$.kind': 'x' } } },
      event: 'enter',
      user: { name: 'name' },
    };
    const message = { name: 'Ann', list: [{}] };
    const { events } = decode(mappingOf(rule, { each: 'all' }), { kind: 'x', all: [message] });
    expect(events).toHaveLength(1);
  });
});

describe('values of a mapping', () => {
  it('use the default where the value is absent or invisible', () => {
    const rule: MappingRule = {
      event: 'gift',
      user: { id: 'id', name: { path: 'name', default: 'Anonymous' } },
      gift: { name: { path: 'gift', default: 'Tip' } },
      text: { path: 'text', default: 'thanks' },
    };
    const frames = [{}, { name: ' ', gift: '\u200B' }, { id: 5, name: null }];
    const { events, problems } = decode(mappingOf(rule), ...frames, {
      name: 'Ann',
      gift: 'Car',
      text: 'yo',
    });
    expect(problems).toEqual([]);
    expect(events.map((event) => ('user' in event ? event.user?.userId : ''))).toEqual(
      ['p_Anonymous', 'p_Anonymous', 'p_5', 'p_Ann'].flatMap((id) => [id, id]),
    );
    expect(events[0]).toMatchObject({ user: { name: 'Anonymous' }, gift: { giftName: 'Tip' } });
    expect(events.at(-2)).toMatchObject({ gift: { giftName: 'Car' } });
    expect(events.at(-1)).toMatchObject({ text: 'yo' });
  });

  it('reads platforms through a table, by rule and by mapping', () => {
    const platformFrom = { path: 'site', table: { 2: 'twitch', 13: 'youtube' } };
    const enter = { event: 'enter', user: { id: 'id' } } as const;
    const rules: MappingRule[] = [
      { ...enter, when: { own: true }, platform: 'kick' },
      { ...enter, when: { other: { absent: false } }, platformFrom: 'other' },
      enter,
    ];
    const sites = [
      { site: 2 },
      { site: '13' },
      { site: 'constructor' },
      {},
      { site: 2, own: true },
      { site: 2, other: 'TikTok' },
    ];
    const { events } = decode(
      { platform: 'p', platformFrom, rules },
      ...sites.map((site) => ({ id: 1, ...site })),
    );
    expect(events.map((event) => 'user' in event && event.user?.userId)).toEqual([
      'twitch_1',
      'youtube_1',
      'p_1',
      'p_1',
      'kick_1',
      'tiktok_1',
    ]);
  });

  it('ignores by name what a rule says', () => {
    const rules: MappingRule[] = [
      { when: { test: true }, event: 'ignore', as: 'test' },
      { when: { own: true }, event: 'ignore' },
      { event: 'enter', user: { name: 'name' } },
    ];
    const { events, ignoredKinds } = decode(
      { platform: 'p', rules },
      { test: true, name: 'Ann' },
      { own: true, name: 'Ann' },
      { name: 'Ann' },
    );
    expect(ignoredKinds).toEqual(['test', 'ignored']);
    expect(events).toHaveLength(1);
  });

  it("make ids unique for messages that share their frame's id, and keep ids of their own", () => {
    const rule: MappingRule = { event: 'enter', user: { name: 'n' }, id: 'own | $.id' };
    const all = [{ n: 'a' }, { n: 'b' }, { n: 'c', own: 'x' }];
    const { events } = decode(mappingOf(rule, { each: 'all' }), { id: 7, all }, { id: 8, n: 'd' });
    expect(events.map(({ id }) => id)).toEqual(['7', '7:1', 'x', '8']);
  });
});

describe('emotes in the texts of a mapping', () => {
  it.each([
    [{ path: 't', without: ['[*]'] }, { t: '好[微笑]的[a b]' }, '好 的[a b]'],
    [{ path: 't', without: [':*:'] }, { t: 'at 10:30:15 :smile:' }, 'at 10 15'],
    [{ path: 't', without: ['[emote:*:*]'] }, { t: '[emote:1:x][emote:1]' }, '[emote:1]'],
    [
      { path: 't', emotes: { each: 'e', text: 'code' } },
      { t: 'LUL no LULS', e: [{ code: 'LUL' }, 5] },
      'no LULS',
    ],
    [{ path: 't', emotes: { each: 'e' } }, { t: '好[微笑]的', e: ['[微笑]'] }, '好 的'],
    [
      { path: 't', emotes: { each: 'e', from: 'a', to: 'z' } },
      {
        t: '😀LUL好',
        e: [
          { a: 1, z: 3 },
          { a: 2, z: 2 },
        ],
      },
      '😀好',
    ],
    [
      { path: 't', emotes: { each: 'e', from: 'a', to: 'z' } },
      { t: 'LUL', e: [{ a: 0, z: 2 }] },
      'LUL',
    ],
    [{ path: 't', emotes: { each: 'e' } }, { t: 'hi', e: 'hi' }, 'hi'],
    [
      { each: 'e', path: 't', when: { emote: null } },
      { e: [{ t: 'a ' }, { t: 'X', emote: 1 }, { t: 5 }, {}] },
      'a 5',
    ],
    [{ each: 'e', path: 't', when: { emote: null } }, { e: [{ t: 'X', emote: 1 }] }, 'X'],
  ] as const)('reads %j of %j as %j', (text, message, expected) => {
    expect(said(text, message)).toBe(expected);
  });

  it('are found in a time that grows with the text alone, whatever stands in it', () => {
    for (const code of ['[emote:*:*]', '[*]', ':*:', 'a*b*c*d', 'ab*ba*ab']) {
      const { source } = codesPattern([code]);
      const bound = /\{1,\d+\}/gu;
      expect(source.match(bound)).toHaveLength(code.split('*').length - 1);
      // Even without its bound no star reads on where another one, or another attempt, begins.
      const { reports } = analyse(new RegExp(source.replaceAll(bound, '+'), 'gu'));
      expect(reports).toEqual([]);
    }
  });

  it('are found where a message lists more of them than its text is long', () => {
    const places = Array.from({ length: 5000 }, () => ({ a: 0, z: 1e9 }));
    const spec = { path: 't', emotes: { each: 'e', from: 'a', to: 'z' } };
    expect(said(spec, { t: 'x'.repeat(60_000), e: places })).toHaveLength(500);
  });

  it('are found by any code that the file may have', () => {
    const code = fc
      .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
      .filter((text) => !/[*\s]/.test(text));
    fc.assert(
      fc.property(code, code, (before, after) => {
        const pattern = codesPattern([`${before}*${after}`]);
        const inside = ['x', 'y', 'z'].find((char) => !(before + after).includes(char))!;
        expect(`${before}${inside}${after}`.replace(pattern, '')).toBe('');
      }),
    );
  });
});

it('a mapping that says all that it can never throws, whatever a frame holds', () => {
  const rule: MappingRule = {
    when: { a: { not: 'x' }, b: { includes: { c: { above: 1 } } }, '$.d': { atMost: 9 } },
    event: 'gift',
    user: { id: { each: 'b', path: 'c' }, name: { path: 'a', default: 'A', table: { y: 'B' } } },
    gift: {
      name: { path: 'c', default: 'Tip' },
      totalValue: { path: 'd', digits: 'e', currency: 'c' },
    },
    text: {
      each: 'b',
      path: 'c',
      when: { d: null },
      without: ['[*]'],
      emotes: { each: 'b', from: 'c', to: 'd' },
    },
  };
  const decoder = new MappingDecoder(mappingOf(rule, { each: 'e' }));
  const value = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('x', 'y', '[x]', '9', 4.5, 1e308, -1, true, null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__'), tie('tree')),
    ),
  })).tree;
  fc.assert(
    fc.property(value, (frame) => {
      const sink = { event: () => {}, ignored: () => {}, malformed: () => {} };
      expect(() => decoder.decode(JSON.stringify(frame), sink)).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

it('counts a price that is an object or an array as no money, whatever is in it', () => {
  const hostile: readonly unknown[] = [{ toString: null }, [[]], [4.5], {}];
  for (const amount of hostile) {
    for (const form of ['decimal', 'micros'] as const) {
      const [total, problems] = worth({ path: 'amount', money: form }, { amount });
      expect([total, problems]).toEqual([0, ['not-money']]);
    }
  }
});
