/**
 * A text without YouTube's emotes, which are names between colons: `:face-blue-smiling:` on all
 * channels, `:_name:` on one. Anything else between colons, such as `12:30:45`, is words.
 */
export function withoutYoutubeEmotes(text: string): string {
  return text.includes(':') ? text.replace(EMOTE, ' ') : text;
}

/** Emotes of all channels have a shape, a colour and an action; older ones are one word. */
const EMOTE =
  /:(?:_[\p{L}\p{N}_-]{1,64}|[a-z]{1,20}(?:[-_][a-z0-9]{1,20}){2,6}|yt|oops|buffering|stayhome|dothefive|elbowbump|elbowcough|goodvibes|thanksdoc|videocall|virtualhug|washhands|socialdist|shelterin|hydrate|chillwcat|chillwdog|learning):/gu;
