import { commentText } from './comment-text.js';
import { EMOTE_NAMES, withoutEmoteCodes } from './emote-names.js';
import { spokenText as spokenOnKick } from './kick/spoken-text.js';

/**
 * What a chat text says, for tools that read many sites and pass their texts on as they are: without
 * the emote codes of its site, as the source of that site alone reads it.
 *
 * @param platform the word before the ids of its users.
 */
export function siteText(written: string, platform: string): string {
  if (platform === 'kick') return spokenOnKick(written);
  const names = Object.hasOwn(EMOTE_NAMES, platform)
    ? EMOTE_NAMES[platform as keyof typeof EMOTE_NAMES]
    : undefined;
  return names === undefined ? written : commentText(withoutEmoteCodes(written, names), written);
}
