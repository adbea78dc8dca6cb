import { commentText } from '../chat-text/comment-text.js';

/**
 * The words of a chat text without Huya's emotes, which are a slash, a brace and two letters: `/{dx`.
 * See {@link commentText}.
 */
export function spokenText(written: string): string {
  return commentText(written.replace(EMOTE, ' '), written);
}

const EMOTE = /\/\{[a-z0-9]{2}/gi;
