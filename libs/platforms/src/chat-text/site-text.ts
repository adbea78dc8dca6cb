import type { Gift } from '#live-event';
import { commentText } from './comment-text.js';
import { EMOTE_NAMES, withoutEmoteCodes } from './emote-names.js';
import { spokenText as spokenOnDouyu } from '../douyu/spoken-text.js';
import { spokenText as spokenOnHuya } from '../huya-open/spoken-text.js';
import { spokenText as spokenOnKick } from '../kick/spoken-text.js';
import { stripCheermotes } from '../twitch-irc/cheermotes.js';
import { withoutYoutubeEmotes } from '../youtube/spoken-text.js';

/**
 * The words of a chat text, for tools that read many sites and pass texts on unchanged: without the
 * emote codes of its site, by the rule of that site's own source.
 * @param platform the prefix of its users' ids.
 * @param gift the gift that it was written with.
 */
export function siteText(written: string, platform: string, gift?: Gift): string {
  // The text of a cheer also contains the number of bits.
  if (gift?.giftName === 'Bits') {
    return commentText(stripCheermotes(written, gift.giftNum), written);
  }
  if (platform === 'kick') return spokenOnKick(written);
  if (platform === 'douyu') return spokenOnDouyu(written);
  if (platform === 'huya') return spokenOnHuya(written);
  if (platform === 'youtube') return commentText(withoutYoutubeEmotes(written), written);
  if (platform === 'trovo') return commentText(written.replace(TROVO_EMOTE, ''), written);
  const names = Object.hasOwn(EMOTE_NAMES, platform)
    ? EMOTE_NAMES[platform as keyof typeof EMOTE_NAMES]
    : undefined;
  return names === undefined ? written : commentText(withoutEmoteCodes(written, names), written);
}

/** A colon and a name, such as `:firedragon!`. A smiley such as `:D` or `:3` is shorter. */
const TROVO_EMOTE = /(?<!\S):[a-z]\w{1,31}!?(?!\S)/giu;
