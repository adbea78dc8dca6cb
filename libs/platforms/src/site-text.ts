import type { Gift } from '#live-event';
import { commentText } from './comment-text.js';
import { EMOTE_NAMES, withoutEmoteCodes } from './emote-names.js';
import { spokenText as spokenOnKick } from './kick/spoken-text.js';
import { stripCheermotes } from './twitch-irc/cheermotes.js';
import { withoutYoutubeEmotes } from './youtube/spoken-text.js';

/**
 * What a chat text says, for tools that read many sites and pass their texts on as they are: without
 * the emote codes of its site, as the source of that site alone reads it.
 *
 * @param platform the word before the ids of its users.
 * @param gift what it was written with.
 */
export function siteText(written: string, platform: string, gift?: Gift): string {
  // Who gives bits writes how many, too.
  if (gift?.giftName === 'Bits') {
    return commentText(stripCheermotes(written, gift.giftNum), written);
  }
  if (platform === 'kick') return spokenOnKick(written);
  if (platform === 'youtube') return commentText(withoutYoutubeEmotes(written), written);
  const names = Object.hasOwn(EMOTE_NAMES, platform)
    ? EMOTE_NAMES[platform as keyof typeof EMOTE_NAMES]
    : undefined;
  return names === undefined ? written : commentText(withoutEmoteCodes(written, names), written);
}
