import * as fc from 'fast-check';
import { stripEmoteCodes, wordsAmongEmotes } from './chat-text.js';

describe('stripEmoteCodes', () => {
  it.each([
    ['666[赞][赞]', '666'],
    ['[微笑]你好[比心]', '你好'],
    ['[OK] 发货吗[18禁]', '发货吗'],
  ])('takes the emotes out of %s', (text, words) => {
    expect(stripEmoteCodes(text).trim()).toBe(words);
  });

  it.each(['尺码[M]有吗', 'a[0]', '[这是一句很长的话]', '[', '[]', '1 < 2'])(
    'leaves %s',
    (text) => {
      expect(stripEmoteCodes(text)).toBe(text);
    },
  );
});

function wordsOf(piece: { text?: string }): string | undefined {
  return piece.text;
}

describe('wordsAmongEmotes', () => {
  it('joins the words around the emotes', () => {
    expect(wordsAmongEmotes([{ text: '好' }, {}, { text: '看' }], wordsOf)).toBe('好 看');
  });

  it('leaves a text without emotes to the plain text', () => {
    expect(wordsAmongEmotes([{ text: '好看' }], wordsOf)).toBeUndefined();
    expect(wordsAmongEmotes(undefined, wordsOf)).toBeUndefined();
  });

  it('takes any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (pieces) => {
        expect(() => wordsAmongEmotes(pieces, wordsOf)).not.toThrow();
      }),
    );
  });
});
