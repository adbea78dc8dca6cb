import { commentText } from '../chat-text/comment-text.js';
import { stripCheermotes } from './cheermotes.js';

/**
 * The words of a viewer, for a voice: without the `/me` wrapper, and by the rule of {@link
 * commentText} without emote codes (`Kappa`) and, on a paid message, cheermotes (`Cheer100`).
 * @param emotes the value of the `emotes` tag.
 * @param bits the number paid; 0: nothing.
 */
export function spokenText(text: string, emotes: string, bits: number): string {
  const written = withoutAction(text);
  let spoken = written;
  if (emotes !== '') spoken = stripEmotes(spoken, emotes);
  if (bits > 0) spoken = stripCheermotes(spoken, bits);
  return commentText(spoken, written);
}

function withoutAction(text: string): string {
  if (!text.startsWith(ACTION)) return text;
  return text.slice(ACTION.length, text.endsWith('\u0001') ? -1 : text.length);
}

/**
 * Removes the words that the `emotes` tag points at. `<3` stays, though Twitch draws it: in "I <3
 * this" it is a word. Anything but a whole word stays, too: a wrong offset (Twitch has sent some,
 * in replies) must not cut a viewer's words.
 */
function stripEmotes(text: string, emotes: string): string {
  const ranges = emoteRanges(emotes);
  // Offsets count code points, strings UTF-16 units; in most texts the two are the same.
  const characters = SURROGATE.test(text) ? Array.from(text) : text;
  const slice = (from: number, to: number): string =>
    typeof characters === 'string'
      ? characters.slice(from, to)
      : characters.slice(from, to).join('');
  let out = '';
  let copiedTo = 0;
  for (const [first, last] of ranges) {
    if (first < copiedTo || last >= characters.length) continue;
    if (!isBlank(characters[first - 1]) || !isBlank(characters[last + 1])) continue;
    const code = slice(first, last + 1);
    if (code === HEART) continue;
    out += slice(copiedTo, first);
    copiedTo = last + 1;
  }
  return out + slice(copiedTo, characters.length);
}

function emoteRanges(emotes: string): (readonly [first: number, last: number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (const [, first, last] of emotes.matchAll(RANGE)) {
    ranges.push([Number(first), Number(last)]);
    if (ranges.length === RANGES_MAX) break;
  }
  return ranges.sort(([a], [b]) => a - b);
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || character === ' ';
}

const ACTION = '\u0001ACTION ';
const HEART = '<3';
const RANGE = /[:,](\d{1,5})-(\d{1,5})/g;
/** A message of 500 characters holds no more words than this. */
const RANGES_MAX = 250;
const SURROGATE = /[\ud800-\udfff]/;
