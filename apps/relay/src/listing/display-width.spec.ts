import { cutToWidth, displayWidth, padToWidth, wrapToWidth } from './display-width.js';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['room 1', 6],
    ['直播间 1', 8],
    ['ｆｕｌｌ', 8],
    ['한국어', 6],
    ['カタカナ', 8],
    ['é', 1],
    ['e\u0301', 1],
    ['👍', 2],
    ['👨‍👩‍👧', 2],
    ['🇨🇳', 2],
    ['𠮷', 2],
    ['a\u200bb', 2],
    ['…', 1],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('cutToWidth', () => {
  it('leaves what fits', () => {
    expect(cutToWidth('直播间', 6)).toBe('直播间');
  });

  it('never cuts inside a character of two columns', () => {
    expect(cutToWidth('直播间', 5)).toBe('直播…');
    expect(cutToWidth('直播间', 4)).toBe('直…');
  });

  it('never cuts inside what is read as one character', () => {
    expect(cutToWidth('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…');
  });
});

describe('padToWidth', () => {
  it('counts columns, not characters', () => {
    expect(padToWidth('直播', 6)).toBe('直播  ');
  });
});

describe('wrapToWidth', () => {
  it('breaks between words by what they take, and leaves what fits and what has no gap', () => {
    expect(wrapToWidth('ok  short', 20)).toBe('ok  short');
    expect(wrapToWidth('  直播间 一 二三四五 six', 12, '    ')).toBe(
      '  直播间 一\n    二三四五\n    six',
    );
    expect(wrapToWidth('x'.repeat(30), 10)).toBe('x'.repeat(30));
  });
});
