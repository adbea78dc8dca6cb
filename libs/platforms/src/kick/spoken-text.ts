/** A chat text without Kick's emotes: `[emote:37226:KEKW]`. */
export function stripEmotes(text: string): string {
  return text.includes('[emote:') ? text.replace(EMOTE, ' ') : text;
}

const EMOTE = /\[emote:\d{1,20}:[^[\]\s]{0,100}\]/g;
