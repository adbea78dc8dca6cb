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
  ])('answers as %p does', (pattern, text, expected) => {
    expect(new BlockPatterns([pattern]).block(text)).toBe(expected);
  });

  it.each([
    ['nested repetition', /^(a+)+$/u],
    ['alternatives that overlap', /^(a|a)*$/u],
    [
      'many things that may be there',
      /^a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?b$/u,
    ],
    ['three runs in a row', /a*a*a*a*a*b/u],
  ])('is bounded in time, and blocks what takes too long: %s', (_, pattern) => {
    const evil = `${'a'.repeat(1500)}!`;
    // Without the bound this takes years.
    expect(new BlockPatterns([pattern]).block(evil)).toBe(true);
    expect(new BlockPatterns([pattern]).block('hello')).toBe(false);
  });

  it('looks at the first characters of a long text alone', () => {
    const patterns = new BlockPatterns([/spam/u]);
    expect(patterns.block(`${'x'.repeat(1990)}spam`)).toBe(true);
    expect(patterns.block(`${'x'.repeat(2000)}spam`)).toBe(false);
  });

  it('goes on after a text that took too long', () => {
    const patterns = new BlockPatterns([/^(a+)+$/u, /(spam)+/u]);
    expect(patterns.block(`${'a'.repeat(100)}!`)).toBe(true);
    expect(patterns.block('spam')).toBe(true);
    expect(patterns.block('fine')).toBe(false);
  });
});
