import { cleanText, TEXT_LENGTH_DEFAULT } from '#live-event';
import { stripCheermotes } from './cheermotes.js';

/**
 * What a viewer wrote, for a voice: without the `/me` wrapper, without emote codes (`Kappa`),
 * and, where it is paid for, without cheermotes (`Cheer100`). May be empty.
 *
 * @param emotes the value of the `emotes` tag.
 * @param bits what was paid; 0: nothing.
 */
export function spokenText(text: string, emotes: string, bits: number): string {
  let spoken = text;
  if (spoken.startsWith(ACTION)) {
    const end = spoken.endsWith('\u0001') ? -1 : spoken.length;
    spoken = spoken.slice(ACTION.length, end);
  }
  if (emotes !== '') spoken = stripEmotes(spoken, emotes);
  if (bits > 0) spoken = stripCheermotes(spoken, bits);
  return cleanText(spoken, TEXT_LENGTH_DEFAULT);
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
