import { cleanText, TEXT_LENGTH_DEFAULT } from '#live-event';

/**
 * The text of a comment, by the same rule on every platform: the words without emote codes and
 * cheermotes; if there are no other words, the codes as they were written, since the viewer did say
 * something. Cleaned; `''` only if `written` is blank, and such a comment is ignored as `empty`.
 * @param spoken the text without codes.
 * @param written the text with codes; a code that nobody can read is replaced by its name.
 */
export function commentText(spoken: string, written: string): string {
  return cleanText(spoken, TEXT_LENGTH_DEFAULT) || cleanText(written, TEXT_LENGTH_DEFAULT);
}
