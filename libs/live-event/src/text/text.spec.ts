import * as fc from 'fast-check';
import { cleanText } from './text.js';

/** Every character that Unicode says is to be ignored where it is shown. */
const IGNORABLE = Array.from({ length: 0x11_0000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /\p{Default_Ignorable_Code_Point}/u.test(character));

describe('cleanText', () => {
  it('removes every invisible character, between letters, at an end and alone', () => {
    expect(IGNORABLE.length).toBeGreaterThan(4000);
    const left = IGNORABLE.filter(
      (unseen) =>
        cleanText(`a${unseen}b`, 500) !== 'ab' ||
        cleanText(`hello ${unseen}`, 500) !== 'hello' ||
        cleanText(`${unseen} hello`, 500) !== 'hello' ||
        cleanText(`one ${unseen} two`, 500) !== 'one two' ||
        cleanText(unseen, 500) !== '',
    );
    expect(left).toEqual([]);
  });

  // Emoji: https://www.unicode.org/Public/emoji/latest/emoji-zwj-sequences.txt and its siblings.
  it.each([
    ['a family', '👨‍👩‍👧‍👦'],
    ['a skin tone and a joiner', '👩🏽‍💻'],
    ['a selector and a joiner', '❤️‍🔥'],
    ['a selector at the end of a joined one', '🏴‍☠️ 🧑‍⚖️ 🏳️‍🌈 👁️‍🗨️'],
    ['a picture and a text', '☎️ ☎︎ ©️'],
    ['keycaps', '1️⃣ #️⃣ *️⃣'],
    ['flags by tags', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['flags by letters', '🇨🇳🇩🇪'],
    ['Persian', 'می‌خواهم'],
    ['Persian behind a Latin word', 'PDF‌ها'],
    ['an Arabic letter in its first form', 'ه‍'],
    ['Devanagari', 'क्‍ष क्‌ष'],
    ['Malayalam', 'അവന്‍'],
    ['Sinhala', 'ශ්‍රී'],
    ['variants of Chinese characters', '葛󠄀飾'],
    ['Mongolian', 'ᠪᠢ᠋ ᠬᠡᠯᠡ\u180Eᠡ'],
    ['a Hangul syllable without its first letter', 'ᅟᅡ'],
  ])('leaves %s as they are', (_what, text) => {
    expect(cleanText(text, 500)).toBe(text);
  });

  it.each([
    ['selectors out of place', 'a️b︎ 1️ 2️3', 'ab 1 23'],
    ['joiners out of place', '🔥‍ 火‍ a‍b', '🔥 火 ab'],
    ['joiners said twice', '❤️‍‍🔥 می‌‌خواهم', '❤️‍🔥 می‌خواهم'],
    ['a message hidden in tags', '🏴󠁨󠁥󠁬󠁬󠁯󠁷󠁯󠁲󠁬󠁤󠁿x', '🏴x'],
    ['marks of direction', '\u202Eabc\u2069 \u061Cd', 'abc d'],
    ['a byte order mark', '\uFEFFhi\uFEFF', 'hi'],
    ['the blank of Braille', 'a⠀b ⠀', 'a b'],
    ['controls and line ends', 'a\u0000b\u009Fc\r\n\td\u0085e', 'abc d e'],
    ['the wrapper of a /me', '\u0001ACTION waves\u0001', 'waves'],
    ['the wrapper of a /me that was cut', '\u0001ACTION waves', 'waves'],
    ['the wrapper of a /me behind blanks', ' \u200B\u0001ACTION waves\u0001', 'waves'],
    ['the wrapper of a /me that says nothing', '\u0001ACTION\u0001', ''],
    ['halves of a character', 'a\uD83D', 'a\uFFFD'],
  ])('removes %s', (_what, text, clean) => {
    expect(cleanText(text, 500)).toBe(clean);
  });

  it('is idempotent, whatever the text', () => {
    const unit = fc.oneof(
      fc.constantFrom(...Array.from('a1#❤👩🏽🔥🏴\u20E3\uFE0F\u200D\u200C\u034Fمक्ᄀᅟᅠᅡ葛 \n\0')),
      fc.constantFrom(...IGNORABLE),
      fc.string({ unit: 'binary', maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), fc.constantFrom(1, 7, 500), (units, most) => {
        const clean = cleanText(units.join(''), most);
        expect(cleanText(clean, most)).toBe(clean);
        expect(clean.trim()).toBe(clean);
      }),
      { numRuns: 2000 },
    );
  });
});
