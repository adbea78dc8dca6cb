import { commentText } from '../chat-text/comment-text.js';

/** A chat text without Kick's emotes: `[emote:37226:KEKW]`. */
export function stripEmotes(text: string): string {
  return text.includes('[emote:') ? text.replace(EMOTE, ' ') : text;
}

/** The words of a chat text: see {@link commentText}. Emotes alone are told by their names. */
export function spokenText(written: string): string {
  const named = written.replace(EMOTE, (code, name: string) => ` ${name || code} `);
  return commentText(stripEmotes(written), named);
}

const EMOTE = /\[emote:\d{1,20}:([^[\]\s]{0,100})\]/g;
