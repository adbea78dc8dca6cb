import * as fc from 'fast-check';
import { chatText } from './chat-text.js';

function wordsOf(piece: { text?: string }): string | undefined {
  return piece.text;
}

describe('chatText', () => {
  it('joins the words around the emotes that the rich text names', () => {
    expect(chatText('好[赞]看', [{ text: '好' }, {}, { text: '看' }], wordsOf)).toBe('好 看');
    expect(chatText('[红]好[赞]', [{ text: '[红]好' }, {}], wordsOf)).toBe('[红]好');
  });

  it('leaves every bracket of a rich text without emotes', () => {
    expect(chatText('[红色]还有吗', [{ text: '[红色]还有吗' }], wordsOf)).toBe('[红色]还有吗');
    expect(chatText('念[微笑]', [{ text: '念[微笑]' }], wordsOf)).toBe('念[微笑]');
  });

  it.each([undefined, null, [], [{ text: '' }], 'x'])(
    'goes by the list where it has %j',
    (rich) => {
      expect(chatText('[红色]好看[赞]', rich, wordsOf)).toBe('[红色]好看');
    },
  );

  it('keeps a text of emotes alone as it was written', () => {
    expect(chatText('[赞][赞]', [{}, {}], wordsOf)).toBe('[赞][赞]');
  });

  it('never throws, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (pieces) => {
        expect(() => chatText('好', pieces, wordsOf)).not.toThrow();
      }),
    );
  });
});
