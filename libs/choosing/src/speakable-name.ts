import type { NamePolicy } from './choose-policy.js';

/**
 * A name as a voice can say it: without the parts that the policy removes, and cut at a visible
 * character. The same name always gives the same result.
 */
export function speakableName(name: string, policy: NamePolicy): string {
  let spoken = name;
  if (!policy.links) spoken = spoken.replace(LINKS, ' ');
  if (!policy.emoji) spoken = spoken.replace(EMOJI, ' ');
  if (!policy.digits) spoken = spoken.replace(DIGITS, ' ');
  spoken = spoken.replace(/\s+/gu, ' ').replace(EDGES, '');
  spoken = cutVisible(spoken, policy.maxLength).replace(EDGES, '');
  return /[\p{L}\p{N}]/u.test(spoken) || policy.emoji
    ? spoken || policy.otherwise
    : policy.otherwise;
}

const LINKS = /https?:\/\/\S+|www\.\S+|\S+\.(?:com|net|org|cn|tv|io|me|co|live|shop)\b\S*/giu;
/**
 * Emoji with the characters that join and colour them, and symbols, including the marks of kaomoji.
 */
const EMOJI =
  /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{So}\p{Sk}\p{Sm}]|\u200d|\ufe0e|\ufe0f|\u20e3)+/gu;
const DIGITS = /\p{N}+/gu;
const EDGES = /^[\s\p{P}_]+|[\s\p{P}_]+$/gu;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

function cutVisible(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  let count = 0;
  for (const { index } of graphemes.segment(text)) {
    if (count === lengthMax) return text.slice(0, index);
    count++;
  }
  return text;
}
