import * as fc from 'fast-check';
import { parseJson } from '#source';
import { parseGoQuoted } from './go-escapes.js';

describe('parseGoQuoted', () => {
  it.each([
    ['{"t":"\\U0001f3f4\\U000e0067\\U000e007f"}', '\u{1F3F4}\u{E0067}\u{E007F}'],
    ['{"t":"a\\x7fb\\a\\v\\x00\\x22"}', 'a\u007Fb\u0007\u000B\u0000"'],
    ['{"t":"\\xff\\U00110000"}', '\uFFFD\uFFFD'],
    ['{"t":"\\\\U0001f3f4 \\x7f\\n\\""}', '\\U0001f3f4 \u007F\n"'],
  ])('reads what Go wrote as %s', (text, t) => {
    expect(parseGoQuoted(text)).toEqual({ t });
  });

  it('keeps the digits of long ids in a mended frame', () => {
    expect(parseGoQuoted('{"t":"\\x7f","id":7640118822401300003}')).toEqual({
      t: '\u007F',
      id: '7640118822401300003',
    });
  });

  it('leaves valid JSON unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parseGoQuoted(text)).toEqual(parseJson(text));
      }),
    );
    expect(parseGoQuoted('"\\\\U000e0067\\\\x7f"')).toBe('\\U000e0067\\x7f');
  });

  it.each(['{"t":"\\U0001"}', '{"t":"\\xg0"}', '{"t":"\\q"}', '{"t":"\\x7f"', '\\', ''])(
    'makes no JSON of %s',
    (text) => expect(parseGoQuoted(text)).toBeUndefined(),
  );
});
