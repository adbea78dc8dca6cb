import { parseJson } from '#source';

/**
 * Parses JSON in which some strings are quoted the way Go does it (`strconv.Quote`): `\U000e0067`,
 * `\x7f`, `\a`, `\v`. Valid JSON is parsed as it is; only other text is repaired and parsed again.
 * @returns `undefined` if the text is not JSON either way; nothing is thrown.
 */
export function parseGoQuoted(text: string): unknown {
  const document = parseJson(text);
  if (document !== undefined || !GO_ALONE.test(text)) return document;
  return parseJson(text.replace(ESCAPE, jsonEscape));
}

const GO_ALONE = /\\[Uxav]/;
/** Matches every escape, so that no match begins at the second of two backslashes. */
const ESCAPE = /\\(?:U([\da-f]{8})|x([\da-f]{2})|[^])/gi;

function jsonEscape(escape: string, character?: string, byte?: string): string {
  if (escape.startsWith('\\U') && character !== undefined) {
    const codePoint = Number.parseInt(character, 16);
    return codePoint > 0x10ffff ? REPLACEMENT : escaped(String.fromCodePoint(codePoint));
  }
  if (escape.startsWith('\\x') && byte !== undefined) {
    const value = Number.parseInt(byte, 16);
    // Go writes bytes that are not UTF-8 like this: no character is left of them.
    return value >= 0x80 ? REPLACEMENT : escaped(String.fromCharCode(value));
  }
  return CONTROLS.get(escape) ?? escape;
}

function escaped(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

const REPLACEMENT = '\\ufffd';
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['\\a', '\\u0007'],
  ['\\v', '\\u000b'],
]);
