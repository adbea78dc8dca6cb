import { buildOptions, checkOptions, type OptionError } from '#options';
import { MappingOptions } from './mapping.options.js';

/** Every problem as `place: message`. */
function problems(plain: Record<string, unknown>): string[] {
  const unknown: string[] = [];
  const instance = buildOptions(MappingOptions, plain, {
    unknown: (_key, _instance, path) => unknown.push(`${path.join('.')}: unknown`),
  });
  const errors = checkOptions(instance, 'connect');
  return [...errors.flatMap((error) => flatten(error, '')), ...unknown];
}

function flatten(error: OptionError, parent: string): string[] {
  const place = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => `${place}: ${message}`);
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, place))];
}

const COMMENT = { event: 'comment', user: { id: 'u' }, text: 't' };

function gift(totalValue: object): object {
  return { event: 'gift', user: { name: 'n' }, gift: { name: 'n', totalValue } };
}

describe('MappingOptions', () => {
  it('accepts every key of a mapping', () => {
    const mapping = {
      platform: 'my-chat_2',
      platformFrom: 'site',
      unwrap: ['a', 'a.b'],
      each: 'a["x.y"][0]',
      rules: [
        {
          when: { type: ['a', 5, true, null], 'b.c': 'x' },
          event: 'comment',
          id: 'id',
          time: 'ts | created_at',
          text: 'text',
          textFormat: 'html',
          user: { id: 'u', name: 'n', level: 'l', badge: 'b', badgeLevel: 'bl' },
        },
        {
          when: { type: 'gift' },
          event: 'gift',
          user: { name: 'n' },
          gift: { name: 'n', id: 'i', count: 'c', unitValue: 'u', totalValue: 't' },
          combo: { key: 'k', count: 'c', end: 'e' },
        },
        { when: { type: 'stats' }, event: 'viewers', viewers: 'n' },
      ],
    };
    expect(problems(mapping)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['room, of a comment', { ...COMMENT, room: 'live' }, 'takes no room (of ignore alone)'],
    ['combo and class', { ...COMMENT, combo: { count: 'c' }, class: 'paid' }, 'takes no combo'],
    ['includes {}', { ...COMMENT, when: { a: { includes: {} } } }, 'a condition for includes'],
    ['value and path', { ...COMMENT, user: { name: { value: 'x', path: 'y' } } }, 'leave out path'],
    ['an empty table', { ...COMMENT, user: { name: { path: 'y', table: {} } } }, 'one entry'],
    ['money and digits', gift({ path: 'a', money: 'cents', digits: 2 }), 'stand in place of money'],
    [
      'a currency for a path',
      gift({ path: 'a', money: 'decimal', currency: 'JPY' }),
      '{ value: … }',
    ],
    ['a currency alone', gift({ path: 'a', currency: 'c' }), 'with money or digits alone'],
    [
      'a platform of two words',
      { ...COMMENT, platformFrom: { path: 'p', table: { 1: 'My Shop' } } },
      'must stand for platforms',
    ],
  ])('refuses what would be passed over without a word: %s', (_, rule, problem) => {
    const told = problems({ platform: 'x', rules: [rule] });
    expect(told).toEqual([expect.stringContaining(problem)]);
    expect(told[0]).not.toContain('JPY');
  });

  it('refuses rules that are never reached', () => {
    const other = { ...COMMENT, when: { type: 'chat' } };
    expect(problems({ platform: 'x', rules: [other, { ...COMMENT, when: {} }, other] })).toEqual([
      'rules: number 2 has no when and takes all: put it last, those after it are never reached',
    ]);
    expect(problems({ platform: 'x', rules: [other, COMMENT] })).toEqual([]);
  });

  it('names the path of each mistake', () => {
    const mapping = {
      platform: 'my chat',
      unwrap: ['a', 'b..c'],
      each: '$.a[*]',
      rules: [
        { ...COMMENT, when: { 'a b': 1 } },
        { ...COMMENT, when: { a: { b: 1 } }, event: 'coment' },
        { ...COMMENT, user: { id: 'a[x]' } },
        { ...COMMENT, when: { id: 2 ** 53 }, texts: 'x' },
      ],
    };
    const path = 'must be a path, such as user.name or a.b | c[0]; it';
    expect(problems(mapping)).toEqual([
      'platform: must be 1 to 32 letters, digits, - or _, the prefix of user ids',
      `unwrap: number 2 ${path} misses a name, at character 3`,
      `each: ${path} has a bracket with neither a whole number nor a name in quotes, at character 4`,
      'rules: number 3 has no when and takes all: put it last, those after it are never reached',
      `rules.0.when: number 1 ${path} has something else than a name, a dot, a bracket or |, at character 3`,
      'rules.1.when: number 1 has a comparison that is none of not, above, below, atLeast, atMost, includes, absent',
      'rules.1.event: must be one of comment, enter, like, gift, follow, viewers, raw, ignore; did you mean comment?',
      `rules.2.user.id: ${path} has a bracket with neither a whole number nor a name in quotes, at character 2`,
      'rules.3.when: number 1 has a number with more digits than a number keeps: put it in quotes',
      'rules.3.texts: unknown',
    ]);
  });

  it.each([
    ['comment', ['text', 'user']],
    ['enter', ['user']],
    ['like', ['user']],
    ['follow', ['user']],
    ['gift', ['gift', 'user']],
    ['viewers', ['viewers']],
  ])('requires the keys of a %s', (event, needed) => {
    const missing = problems({ platform: 'p', rules: [{ event }] });
    const places = missing.map((problem) => problem.slice('rules.0.'.length).split(':')[0]);
    expect(new Set(places)).toEqual(new Set(needed));
  });

  it('requires an id or a name of users and gifts, and the count of a combo', () => {
    const rule = { event: 'gift', user: { level: 'l' }, gift: { count: 'c' }, combo: { key: 'k' } };
    const places = problems({ platform: 'p', rules: [rule] }).map((text) => text.split(':')[0]);
    expect(places).toEqual(['rules.0.user.id', 'rules.0.gift.name', 'rules.0.combo.count']);
  });

  it('accepts values, conditions and money in every form', () => {
    const when = { a: { not: ['x'], above: 1 }, b: { includes: { c: { absent: false } } }, c: 5 };
    const rule = {
      when,
      event: 'gift',
      platformFrom: { path: '$.site', table: { 2: 'twitch' } },
      user: { name: { path: 'n', default: 'Anonymous' } },
      gift: { name: { value: 'Tip' }, totalValue: { path: 'a', money: 'micros', currency: 'c' } },
      text: { each: 'parts', when, path: 't', without: ['[*]'], emotes: { each: 'e', text: 't' } },
    };
    const ignored = { when, event: 'ignore', as: 'own-line' };
    expect(problems({ platform: 'p', rules: [rule, ignored] })).toEqual([]);
  });

  it('names every mistake in values, conditions and money', () => {
    const when = { a: { nto: 'x' }, b: { above: 'x', absent: 1 }, c: { includes: { 'd e': 1 } } };
    const rule = {
      ...COMMENT,
      when,
      platform: 'a b',
      as: 'Own Line',
      user: { id: { path: 'a..b', default: {} }, name: {} },
      text: { path: 'a', without: ['*'], emotes: { each: 'e', from: 'f' } },
      gift: { name: 5, totalValue: { path: 'a', money: 'cent', digits: 99, currency: 'a b' } },
    };
    const text = problems({ platform: 'p', rules: [rule] }).join('\n');
    for (const part of [
      'rules.0.when: number 1 has a comparison that is none of not, above, below, atLeast, atMost, includes, absent; did you mean not?; number 2 must have a number for above; must have true or false for absent; number 3 number 1 must be a path',
      'rules.0.platform: must be 1 to 32 letters',
      'rules.0.as: must be a word',
      'rules.0.user.id: its path must be a path, such as user.name or a.b | c[0]; it misses a name, at character 3; its default must be a text',
      'rules.0.user.name: its path must be a path',
      'rules.0.text: its without number 1 must have something before and after each *; its emotes its to must be a path',
      'rules.0.gift.name: must be a path, such as user.name or a.b | c[0], or a block with path, value or default',
      'rules.0.gift.totalValue: its money must be one of decimal, cents, hundredths, micros; its digits must be a whole number from 0 to 18, or a path; its currency must be a path',
    ]) {
      expect(text).toContain(part);
    }
  });

  it.each([
    ['no rules', []],
    ['what is no list', { event: 'enter' }],
    ['what is no rule', ['comment']],
    ['too many rules', Array.from({ length: 201 }, () => COMMENT)],
    ['too many conditions', [{ ...COMMENT, when: named(17) }]],
    ['a condition without values', [{ ...COMMENT, when: { a: [] } }]],
    ['a condition with too many values', [{ ...COMMENT, when: { a: Array(257).fill(1) } }]],
    ['a condition with a long text', [{ ...COMMENT, when: { a: 'x'.repeat(257) } }]],
    ['conditions that are none', [{ ...COMMENT, when: 'chat' }]],
    ['a list of conditions', [{ ...COMMENT, when: ['chat'] }]],
    ['a path that is no text', [{ ...COMMENT, text: 5 }]],
    ['a user that is a path', [{ ...COMMENT, user: 'user' }]],
  ])('refuses %s', (_, rules) => {
    expect(problems({ platform: 'p', rules })).not.toEqual([]);
  });

  it('refuses too many fields to unwrap', () => {
    const unwrap = Array(9).fill('a');
    expect(problems({ platform: 'p', unwrap, rules: [COMMENT] })).toEqual([
      'unwrap: must be a list of at most 8 paths',
    ]);
  });
});

function named(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 1]));
}
