import { assert, constantFrom, property, string } from 'fast-check';
import { interactionRulesOf } from './interaction-rule.js';
import { LinearPattern } from './linear-pattern.js';
import { RuleBook } from './rule-book.js';

describe('LinearPattern', () => {
  it.each([
    ['多少钱|价格', '这个多少钱', true],
    ['^价格$', '价格?', false],
    ['(?i)price', 'PRICE?', true],
    [String.raw`\d{3,}斤`, '120斤', true],
    [String.raw`\d{3,}斤`, '12斤', false],
    [String.raw`^[\u4e00-\u9fa5]+$`, '包邮', true],
    ['[^a-z]', 'abc', false],
    [String.raw`\bship\b`, 'do you ship?', true],
    [String.raw`\bship\b`, 'shipping', false],
    ['a.c', 'a\nc', false],
    ['(?:ab)+?c', 'ababc', true],
    ['', '', true],
    ['(?<name>a|b)c?', 'b', true],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
  ])('%s in %s: %s', (source, text, found) => {
    expect(patternOf(source).isIn(text)).toBe(found);
  });

  it('matches in linear time where backtracking would never end', () => {
    const text = `${'a'.repeat(500)}!`;
    for (const source of [
      '^(a+)+$',
      '^(a|a)*$',
      '^(a|aa)+$',
      '(.*)*x',
      '(a*)*b',
      'a?'.repeat(100),
    ]) {
      expect(typeof patternOf(source).isIn(text)).toBe('boolean');
    }
  });

  it.each([
    '(?=a)',
    '(?<!a)b',
    String.raw`(a)\1`,
    'a++',
    '(a',
    'a)',
    '[a',
    '*',
    'a{1001}',
    '(a{1000}){1000}',
    '(((a{100}){100}){100}){100}',
    '(a{0}){2}',
    String.raw`\q`,
    'x'.repeat(2000),
    `${'('.repeat(200)}a${')'.repeat(200)}`,
    'a{2,1}',
    'a{',
  ])('refuses %s, with a sentence', (source) => {
    expect(typeof LinearPattern.compile(source)).toBe('string');
  });

  it('takes any expression that may be had in time, and refuses the others in words', () => {
    const hostile = [
      '^(([a-z])+.)+[A-Z]([a-z])+$',
      '^(([a-z]*)*)*$',
      `^(${Array.from({ length: 200 }, (_, i) => `w${i}`).join('|')})+$`,
      '(x+x+)+y',
      '((a?){50}){20}a',
      '(.*){1,32}[^b]',
      String.raw`(\w+\s?)*$`,
      '(?:[^]|[^])*z',
      '(a|b|ab)*(a|b|ab)*(a|b|ab)*c',
    ];
    const text = `${'a'.repeat(400)}${'ab '.repeat(60)}!`;
    for (const source of hostile) {
      const pattern = LinearPattern.compile(source);
      const said = typeof pattern === 'string' ? pattern : `is found: ${pattern.isIn(text)}`;
      expect(said).toMatch(/^(?:is|has|looks|repeats) /);
    }
    const words = [
      '(?=a)',
      '(?!a)',
      '(?<=a)',
      String.raw`(a)\1`,
      String.raw`\k<n>`,
      '(?>a)',
      'a**+',
    ];
    for (const source of words) expect(LinearPattern.compile(source)).toMatch(/^[a-z]+ /);
  });

  it("matches like JavaScript's expressions", () => {
    const sources = [
      'a*b|c',
      '(a|b)+c',
      '[ab]{2,3}$',
      '^a?b',
      'a.b',
      '(?:a|b|c){2}',
      'b+?a',
      '[^a]c',
    ];
    assert(
      property(
        constantFrom(...sources),
        string({ unit: constantFrom('a', 'b', 'c') }),
        (one, text) => {
          expect(patternOf(one).isIn(text)).toBe(new RegExp(one, 'u').test(text));
        },
      ),
    );
  });
});

describe('RuleBook', () => {
  it('checks the lowest priority first, and in order where priorities are equal', () => {
    const book = bookOf([
      rule('late', { priority: 900, tags: [equal('content', 'hi')] }),
      rule('first', { priority: 10, tags: [equal('content', 'hi')] }),
      rule('default', { tags: [equal('content', 'hi')] }),
    ]);
    expect(book.meet(1, comment('hi'), 0)).toMatchObject({ kind: 'met', rule: 'first' });
    expect(book.meet(1, comment('ho'), 0)).toEqual({ kind: 'unmet' });
    expect(book.meet(2, comment('hi'), 0)).toEqual({ kind: 'no-rule' });
  });

  it('checks RESERVED rules last, whatever their priority', () => {
    const book = bookOf([
      rule('fallback', { relation: 'RESERVED', priority: 0 }),
      rule('price', { priority: 999, tags: [regex('content', '多少钱')] }),
    ]);
    expect(book.meet(1, comment('多少钱'), 0)).toMatchObject({ rule: 'price' });
    expect(book.meet(1, comment('你好'), 0)).toMatchObject({ rule: 'fallback' });
  });

  it('evaluates AND and OR, and values of the user and of the gift', () => {
    const tags = [math('level', 'MATH_GE', '10'), equal('giftName', '火箭')];
    const gift = { user: { level: 12 }, gift: { giftName: '玫瑰', totalValue: 5 } };
    expect(bookOf([rule('and', { type: 4, tags })]).meet(4, gift, 0).kind).toBe('unmet');
    expect(bookOf([rule('or', { type: 4, relation: 'OR', tags })]).meet(4, gift, 0).kind).toBe(
      'met',
    );
  });

  it('keeps sums and counts over the run, whichever rule matches', () => {
    const sum = { tag: 'totalValue', operation: 'SUM', match: 'MATH_GE', value: '100' };
    const book = bookOf([rule('sum', { type: 4, tags: [sum] })]);
    const gift = { gift: { totalValue: 40 } };
    expect([1, 2, 3].map((at) => book.meet(4, gift, at).kind)).toEqual(['unmet', 'unmet', 'met']);
    const count = { tag: 'content', operation: 'COUNT', match: 'MATH_EQ', value: '2' };
    const counting = bookOf([rule('count', { tags: [count] })]);
    expect([1, 2, 3].map((at) => counting.meet(1, comment('x'), at).kind)).toEqual([
      'unmet',
      'met',
      'unmet',
    ]);
  });

  it('suppresses within a window, and for the rest of a show', () => {
    const tags = [equal('content', 'hi')];
    const windowed = bookOf([rule('w', { window: 10, tags })]);
    const kinds = [0, 9_999, 10_000].map((at) => windowed.meet(1, comment('hi'), at).kind);
    expect(kinds).toEqual(['met', 'suppressed', 'met']);
    const once = bookOf([rule('o', { window: -1, tags })]);
    expect([0, 1e9].map((at) => once.meet(1, comment('hi'), at).kind)).toEqual([
      'met',
      'suppressed',
    ]);
  });

  it('skips disabled rules, and names those that it cannot judge', () => {
    const book = bookOf([
      { ...rule('switched', { tags: [equal('content', 'hi')] }), enabled: false },
      rule('ahead', { tags: [regex('content', '(?=x)')] }),
      rule('odd', { tags: [{ tag: 'level', match: 'MATH_NE', value: '1' }] }),
      rule('none', { tags: [math('level', 'MATH_GT', 'many')] }),
      rule('max', { tags: [{ ...math('level', 'MATH_GE', '0'), operation: 'MAX' }] }),
    ]);
    expect(book.meet(1, comment('hi'), 0)).toEqual({ kind: 'unjudged', rule: 'ahead' });
    expect(book.problems.map((one) => one.rule)).toEqual(['ahead', 'odd', 'none', 'max']);
  });

  it('says that nothing answers only where every rule could be judged, or holds in no case', () => {
    const [ahead, hi] = [regex('content', '(?=x)'), equal('content', 'hi')];
    const kinds = (relation: string, tags: readonly object[]) => {
      return ['hi', 'ho'].map((text) => {
        return bookOf([rule('r', { relation, tags })]).meet(1, comment(text), 0).kind;
      });
    };
    expect(kinds('AND', [ahead, hi])).toEqual(['unjudged', 'unmet']);
    expect(kinds('OR', [ahead, hi])).toEqual(['met', 'unjudged']);
    expect(kinds('XOR', [hi])).toEqual(['unjudged', 'unjudged']);
    const others = bookOf([rule('r', { tags: [ahead] }), rule('hi', { tags: [hi] })]);
    expect(others.meet(1, comment('hi'), 0)).toMatchObject({ kind: 'met', rule: 'hi' });
  });

  it('lets nothing but numbers be compared by MATH_, whatever else a value is', () => {
    const matches = ['MATH_GT', 'MATH_GE', 'MATH_LT', 'MATH_LE', 'MATH_EQ'];
    const junk = [
      '',
      ' ',
      'ten',
      '1e999',
      'NaN',
      'Infinity',
      '0x',
      '0x10',
      '1e3',
      '五',
      '给我5个',
      '9'.repeat(60),
      '1,5',
      null,
      true,
      [],
      {},
    ];
    for (const match of matches) {
      for (const value of junk) {
        const odd = { tag: 'level', match, value } as never;
        expect(bookOf([rule('r', { tags: [odd] })]).meet(1, comment('x'), 0).kind).toBe('unmet');
        const book = bookOf([rule('r', { tags: [math('odd', match, '5')] })]);
        expect(book.meet(1, { odd: value }, 0).kind).toBe('unmet');
      }
    }
    const equal5 = bookOf([rule('r', { tags: [math('odd', 'MATH_EQ', '5')] })]);
    for (const five of [5, '5', '5.0', ' 5 '])
      expect(equal5.meet(1, { odd: five }, 0).kind).toBe('met');
  });

  it('keeps the order of rules that are equal, and a window over midnight and any jump of a day', () => {
    const tags = [equal('content', 'hi')];
    const twins = bookOf([rule('one', { tags }), rule('two', { tags }), rule('three', { tags })]);
    const midnight = Date.UTC(2026, 10, 29) - 5000;
    expect(twins.meet(1, comment('hi'), midnight)).toMatchObject({ rule: 'one' });
    const windowed = bookOf([
      rule('w', { window: 10, tags }),
      rule('late', { tags, priority: 501 }),
    ]);
    const kinds = [0, 4999, 5000, 9999, 10_000].map((ms) => {
      const meeting = windowed.meet(1, comment('hi'), midnight + ms);
      return `${meeting.kind} ${'rule' in meeting ? meeting.rule : ''}`;
    });
    // The first that holds answers or is silent: no later rule stands in for it.
    expect(kinds).toEqual(['met w', 'suppressed w', 'suppressed w', 'suppressed w', 'met w']);
  });

  it('asks a RESERVED rule of the same type only where no other holds, in the order of priority', () => {
    const tags = [equal('content', 'hi')];
    const book = bookOf([
      rule('b', { relation: 'RESERVED', priority: 2 }),
      rule('a', { relation: 'RESERVED', priority: 1 }),
      rule('quiet', { window: -1, priority: 999, tags }),
      rule('other type', { type: 4, relation: 'RESERVED' }),
    ]);
    expect(book.meet(1, comment('hi'), 0)).toMatchObject({ kind: 'met', rule: 'quiet' });
    expect(book.meet(1, comment('hi'), 1)).toMatchObject({ kind: 'suppressed', rule: 'quiet' });
    expect(book.meet(1, comment('ho'), 2)).toMatchObject({ kind: 'met', rule: 'a' });
  });

  it('reads a thousand rules of a hundred conditions each in time, nested as deep as they come', () => {
    const many = Array.from({ length: 1500 }, (_, i) => {
      const tags = Array.from({ length: 150 }, () => regex('content', `(a|b${i})*c`));
      return rule(`r${i}`, { relation: i % 2 === 0 ? 'AND' : 'OR', tags: tags.slice(0, i % 5) });
    });
    const book = bookOf(many);
    expect(book.meet(1, comment('abc'), 0).kind).toBe('met');
    let deep: unknown = 'x';
    for (let i = 0; i < 5000; i++) deep = { tags: [deep] };
    expect(() => interactionRulesOf([{ event_type: 1, hit_condition: deep }])).not.toThrow();
  });

  it('reads any JSON as rules, and never throws for an event', () => {
    const strange = [null, 1, {}, { event_type: '1', hit_condition: { tags: [null, {}] } }, []];
    const book = new RuleBook(interactionRulesOf(strange));
    expect(() => book.meet(1, { user: null, gift: [], content: {} }, 0)).not.toThrow();
    expect(interactionRulesOf('no list')).toEqual([]);
  });
});

function patternOf(source: string): LinearPattern {
  const pattern = LinearPattern.compile(source);
  if (typeof pattern === 'string') throw new Error(`${source} ${pattern}`);
  return pattern;
}

function bookOf(rules: readonly object[]): RuleBook {
  return new RuleBook(interactionRulesOf(rules));
}

function comment(content: string): Readonly<Record<string, unknown>> {
  return { user: { userId: 'u', name: 'n', level: 1 }, content };
}

interface Shape {
  readonly type?: number;
  readonly relation?: string;
  readonly priority?: number;
  readonly window?: number;
  readonly tags?: readonly object[];
}

function rule(
  name: string,
  { type = 1, relation = 'AND', priority, window, tags = [] }: Shape,
): object {
  return {
    rule_name: name,
    event_type: type,
    hit_condition: { relation, ...(priority !== undefined && { priority }), tags },
    trigger: { time_window: window ?? 0, reply_mode: 'SYSTEM_REPLY' },
  };
}

const equal = (tag: string, value: string) => ({ tag, match: 'EQUAL', value });
const regex = (tag: string, value: string) => ({ tag, match: 'REGEX', value });
const math = (tag: string, match: string, value: string) => ({ tag, match, value });
