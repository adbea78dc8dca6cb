import { HOLDS_UNSEEN, UNSEEN, withoutUnseen } from './unseen.js';

/**
 * Cleans a viewer's text for a voice that will speak it: controls and invisible characters without
 * a meaning are removed (see {@link withoutUnseen}), white space (line ends, tabs, the blank of
 * Braille) becomes one space, and the wrapper of a `/me` goes. The result is well-formed Unicode,
 * trimmed and at most `lengthMax` characters long. It may be empty. A character is a code point;
 * the cut never falls inside one, nor inside what a reader sees as one (an emoji of several code
 * points). Markup is left as it is: `1 < 2` stays. Only a platform that sends HTML strips it, in
 * its own normaliser, before this.
 */
export function cleanText(text: string, lengthMax: number): string {
  // Most texts need no cleaning; checking is far cheaper than rebuilding.
  const clean = NEEDS_CLEANING.test(text)
    ? withoutUnseen(withoutAction(text).toWellFormed()).replace(WHITE_SPACE, ' ').trim()
    : text;
  return clean.length <= lengthMax ? clean : cut(clean, lengthMax);
}

/** Removes the wrapper of a `/me`, which IRC-like chats and the tools behind them pass on. */
function withoutAction(text: string): string {
  return text.replace(ACTION, '');
}

const ACTION = new RegExp(String.raw`^[\s${UNSEEN}]*?\u0001ACTION(?=[\s\u0001]|$)`, 'u');
const WHITE_SPACE = /[\s\u0085\u2800]+/gu;
const NEEDS_CLEANING = new RegExp(
  String.raw`^\s|\s$|\s\s|[^\S ]|[\u0085\u2800\p{Cs}]|${HOLDS_UNSEEN.source}`,
  'u',
);

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** How many code points one visible character may join. Real emoji stay below 12. */
const GRAPHEME_MAX = 32;

function cut(text: string, lengthMax: number): string {
  const head = codePointsHead(text, lengthMax);
  if (head.length === text.length) return text;
  // A visible character may straddle the cut. Segmenting is slow, so only the last few code points
  // before the cut are examined: no real character is longer.
  const from = head.length - Math.min(head.length, GRAPHEME_MAX * 2);
  const around = text.slice(from, head.length + GRAPHEME_MAX * 2);
  let end = 0;
  for (const { index, segment } of graphemes.segment(around)) {
    if (from + index + segment.length > head.length) break;
    end = index + segment.length;
  }
  // A pile of combining marks longer than any real character is cut between code points.
  const shown = end === 0 ? head : text.slice(0, from + end);
  // The cut may have left a joiner without what it joined.
  return withoutUnseen(shown).trimEnd();
}

function codePointsHead(text: string, count: number): string {
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++) {
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
