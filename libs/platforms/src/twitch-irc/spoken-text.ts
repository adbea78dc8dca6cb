import { commentText } from '../comment-text.js';
import { stripCheermotes } from './cheermotes.js';

/**
 * What a viewer wrote, for a voice: without the `/me` wrapper, and as {@link commentText} says
 * without emote codes (`Kappa`) and, where it is paid for, cheermotes (`Cheer100`).
 *
 * @param emotes the value of the `emotes` tag.
 * @param bits what was paid; 0: nothing.
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
 * Takes the words out that the `emotes` tag points at. `<3` stays, though Twitch draws it: in
 * "I <3 this" it is a word. So does what is not a word of its own: an offset that is wrong (Twitch
 * has sent some, in replies) must not cut a viewer's words.
 */
function stripEmotes(text: string, emotes: string): string {
  const ranges = emoteRanges(emotes);
  // Offsets count code points, strings UTF-16 units; most texts have no character of two.
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
/** A message of 500 characters holds no more words. */
const RANGES_MAX = 250;
const SURROGATE = /[\ud800-\udfff]/;
