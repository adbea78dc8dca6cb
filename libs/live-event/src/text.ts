/**
 * Cleans what a viewer wrote for a voice that will speak it: control and invisible formatting
 * characters become nothing, white space (line ends, tabs) one space; what is left is
 * well-formed Unicode, trimmed and at most `lengthMax` characters long.
 *
 * A character is a code point; the cut never falls inside one, nor inside what a reader sees as
 * one (an emoji of several code points). Markup is left as it is: `1 < 2` stays. Only a platform
 * that sends HTML strips it, in its own normaliser, before this.
 */
export function cleanText(text: string, lengthMax: number): string {
  // Most text needs nothing; looking is far cheaper than rebuilding.
  const clean = NEEDS_CLEANING.test(text)
    ? text.toWellFormed().replace(WHITE_SPACE, ' ').replace(UNSPEAKABLE, '').trim()
    : text;
  return clean.length <= lengthMax ? clean : cut(clean, lengthMax);
}

const WHITE_SPACE = /\s+/gu;
/**
 * Controls, and the format characters that show nothing. The joiners (U+200C, U+200D) and the
 * emoji tags stay: they are part of how words and emoji are written.
 */
const UNSPEAKABLE =
  /[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFC]/gu;
const NEEDS_CLEANING =
  /^\s|\s$|\s\s|[^\S ]|[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFC]/u;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** How many code points one visible character may join. Real emoji stay below 12. */
const GRAPHEME_MAX = 32;

function cut(text: string, lengthMax: number): string {
  const head = codePointsHead(text, lengthMax);
  if (head.length === text.length) return text;
  // A visible character may straddle the cut. Segmenting is slow, so only the last few code
  // points before the cut are looked at: no real character is longer.
  const from = head.length - Math.min(head.length, GRAPHEME_MAX * 2);
  const around = text.slice(from, head.length + GRAPHEME_MAX * 2);
  let end = 0;
  for (const { index, segment } of graphemes.segment(around)) {
    if (from + index + segment.length > head.length) break;
    end = index + segment.length;
  }
  // A pile of combining marks longer than any real character is cut between code points.
  return (end === 0 ? head : text.slice(0, from + end)).trimEnd();
}

function codePointsHead(text: string, count: number): string {
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++) {
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
