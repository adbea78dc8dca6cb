import { BlockPatterns } from './block-patterns.js';

describe('BlockPatterns', () => {
  it.each([
    [/spam/u, 'no spam here', true],
    [/加.*微信/u, '加我的微信', true],
    [/^(?:buy|sell)\b/iu, 'Sell it', true],
    [/(\d)\1{3}/u, 'call 7777', true],
    [/(ab)+c?/u, 'xababc', true],
    [/^\p{L}+$/u, 'слово', true],
    [/^x+$/u, 'xxxy', false],
    [/(a|b)+$/u, 'abc', false],
  ])('blocks the same texts as the expression %p', (pattern, text, expected) => {
    const reason = new BlockPatterns([pattern]).reasonAgainst(text);
    expect(reason).toBe(expected ? 'blocked' : undefined);
  });

  it.each([
    ['nested repetition', /^(a+)+$/u],
    ['alternatives that overlap', /^(a|a)*$/u],
    [
      'many things that may be there',
      /^a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?b$/u,
    ],
    ['three runs in a row', /a*a*a*a*a*b/u],
    [
      'alternatives that overlap, in one group after the other',
      /(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)[b(]/u,
    ],
  ])(
    'bounds the time of an expression, and blocks a text that takes too long: %s',
    (_, pattern) => {
      const evil = `${'a'.repeat(1500)}!`;
      // Without the bound this takes years.
      expect(new BlockPatterns([pattern]).reasonAgainst(evil)).toBe('slow');
      expect(new BlockPatterns([pattern]).reasonAgainst('hello')).toBeUndefined();
    },
  );

  it('looks at the first characters of a long text alone', () => {
    const patterns = new BlockPatterns([/spam/u]);
    expect(patterns.reasonAgainst(`${'x'.repeat(1990)}spam`)).toBe('blocked');
    expect(patterns.reasonAgainst(`${'x'.repeat(2000)}spam`)).toBeUndefined();
  });

  it('goes on after a text that took too long', () => {
    const patterns = new BlockPatterns([/^(a+)+$/u, /(spam)+/u]);
    expect(patterns.reasonAgainst(`${'a'.repeat(100)}!`)).toBe('slow');
    expect(patterns.reasonAgainst('spam')).toBe('blocked');
    expect(patterns.reasonAgainst('fine')).toBeUndefined();
  });

  it('switches off an expression that took too long three times, names it, and keeps the others', () => {
    const off: number[] = [];
    const patterns = new BlockPatterns([/buy/u, /^(a+)+$/u, /(spam)+/u], (number) => {
      off.push(number);
    });
    const evil = `${'a'.repeat(1500)}!`;
    const reasons = Array.from({ length: 7 }, () => patterns.reasonAgainst(evil));
    expect(reasons).toEqual(['slow', 'slow', 'slow', undefined, undefined, undefined, undefined]);
    expect(off).toEqual([2]);
    expect(patterns.reasonAgainst('spam')).toBe('blocked');
    expect(patterns.reasonAgainst('buy')).toBe('blocked');
  });
});
