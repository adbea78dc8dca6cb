import { cleanText, TEXT_LENGTH_DEFAULT } from '#live-event';

/**
 * The text of a comment, the same on every platform: what is said, without emote codes and
 * cheermotes; and where nothing else was written, these as they were written, since the viewer did
 * say something. Cleaned; `''` only where `written` is blank: such a comment is ignored as `empty`.
 *
 * @param spoken without codes.
 * @param written with them; where nobody can read a code, with its name in its place.
 */
export function commentText(spoken: string, written: string): string {
  return cleanText(spoken, TEXT_LENGTH_DEFAULT) || cleanText(written, TEXT_LENGTH_DEFAULT);
}
