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
    String.raw`\q`,
    'x'.repeat(2000),
    `${'('.repeat(200)}a${')'.repeat(200)}`,
    'a{2,1}',
    'a{',
  ])('refuses %s, with a sentence', (source) => {
    expect(typeof LinearPattern.compile(source)).toBe('string');
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
    ]);
    expect(book.meet(1, comment('hi'), 0)).toEqual({ kind: 'unmet' });
    expect(book.problems.map((one) => one.rule)).toEqual(['ahead', 'odd', 'none']);
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
