import { meantWords, SIMPLE_CHARACTERS } from './simple-han.js';

/** Longer texts are cut here. */
const FOLDED_LENGTH_MAX = 2000;

/**
 * Brings different ways of writing the same text to one form: width, case, accents of Latin
 * letters, traditional characters that chats mix with simplified ones, repeated characters
 * (`sooooo`, `哈哈哈哈`), punctuation and emoji. The result consists of words and runs of characters
 * with one space between.
 */
export function foldText(text: string): string {
  const bounded = text.length > FOLDED_LENGTH_MAX ? text.slice(0, FOLDED_LENGTH_MAX) : text;
  let plain = (
    SIMPLE.test(bounded) ? bounded : withoutMarks(bounded.normalize('NFKC'))
  ).toLowerCase();
  // Most texts need none of these, and a look costs less than a replacement.
  if (plain.includes('/') || plain.includes('www.')) plain = plain.replace(LINKS, ' ');
  return wordsOf(plain);
}

/** Whether a text contains a link. */
export function holdsLink(text: string): boolean {
  return text.includes('/') && text.search(LINKS) !== -1;
}

function withoutMarks(text: string): string {
  return ACCENTED.test(text) ? text.normalize('NFD').replace(MARKS, '').normalize('NFC') : text;
}

/** In one pass over the characters: each comment of a flood comes through here. */
function wordsOf(plain: string): string {
  let words = '';
  // Where the text begins that has not been copied yet.
  let from = 0;
  let [last, beforeLast] = [SPACE, SPACE];
  let isHan = false;
  for (let at = 0; at < plain.length;) {
    const code = plain.codePointAt(at)!;
    const length = code > 0xff_ff ? 2 : 1;
    const kind = code < KINDS.length ? KINDS[code]! || kindOf(code) : kindOf(code);
    let becomes = code;
    if (kind === SEPARATES) becomes = last === SPACE ? NOTHING : SPACE;
    else if (kind === JOINS || (kind === LETTER && code === last && code === beforeLast)) {
      becomes = NOTHING;
    } else if (code >= FIRST_HAN) {
      isHan = true;
      becomes = SIMPLE_CHARACTERS.get(code) ?? code;
    }
    if (becomes !== code) {
      words += plain.slice(from, at);
      from = at + length;
      if (becomes !== NOTHING) words += String.fromCodePoint(becomes);
    }
    if (becomes !== NOTHING) [beforeLast, last] = [last, becomes];
    at += length;
  }
  words = from === 0 ? plain : words + plain.slice(from);
  if (last === SPACE) words = words.slice(0, -1);
  return isHan ? meantWords(words) : words;
}

const SPACE = 0x20;
const NOTHING = -1;
const FIRST_HAN = 0x2e_80;

const [LETTER, OTHER, SEPARATES, JOINS] = [1, 2, 3, 4] as const;
/** The kind of each character seen so far; 0: not seen. */
const KINDS = new Uint8Array(0x1_00_00);

function kindOf(code: number): number {
  const character = String.fromCodePoint(code);
  const kind = JOINING.test(character)
    ? JOINS
    : /\p{L}/u.test(character)
      ? LETTER
      : /[\p{M}\p{N}]/u.test(character)
        ? OTHER
        : SEPARATES;
  if (code < KINDS.length) KINDS[code] = kind;
  return kind;
}

/** Apostrophes, and what only says how an emoji is drawn: marks without a letter. */
const JOINING = /['’‘`]|\u20e3|\p{Variation_Selector}/u;
/** Texts in which no character has another form, and no letter a mark. */
const SIMPLE = /^[\x20-\x7e\u3001-\u3011\u4e00-\u9fff\uff01\uff0c\uff1a\uff1b\uff1f]*$/;
const ACCENTED = /[\u00c0-\u024f]|[\u0300-\u036f]|[\u0370-\u04ff]|[\u1e00-\u1fff]/;
/** Marks on Latin, Greek and Cyrillic letters only: in other scripts marks are letters. */
const MARKS = /[\u0300-\u036f]/g;
const LINKS = /https?:\/\/\S{1,512}|\bwww\.\S{1,512}/g;
