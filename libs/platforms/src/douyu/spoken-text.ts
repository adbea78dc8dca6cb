import { commentText } from '../chat-text/comment-text.js';

/** The words of a chat text without Douyu's emotes, such as `[emot:dy101]`: see {@link commentText}. */
export function spokenText(written: string): string {
  return commentText(written.replace(EMOTE, ' '), written);
}

const EMOTE = /\[emot:[a-z0-9_]{1,32}\]/gi;
