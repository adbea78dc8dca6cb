import { commentText } from '../../chat-text/comment-text.js';
import { EMOTE_NAMES, withoutEmoteCodes } from '../../chat-text/emote-names.js';

/**
 * The words of a Douyin chat: see {@link commentText}. If its rich text marks which pieces are
 * emotes, exactly these are removed; otherwise those in the list of emote names.
 * @param written as typed, emotes as `[赞]`.
 * @param pieces of the rich text, of any shape.
 * @param wordsOf the words of a piece; `undefined`: the piece is an emote.
 */
export function chatText<Piece extends object>(
  written: string,
  pieces: unknown,
  wordsOf: (piece: Partial<Piece>) => unknown,
): string {
  const spoken = wordsAmongEmotes(written, pieces, wordsOf);
  return commentText(spoken ?? withoutEmoteCodes(written, EMOTE_NAMES.douyin), written);
}

/** As {@link chatText}, for a tool that passes on no rich text. */
export function plainChatText(written: string): string {
  return commentText(withoutEmoteCodes(written, EMOTE_NAMES.douyin), written);
}

function wordsAmongEmotes<Piece extends object>(
  written: string,
  pieces: unknown,
  wordsOf: (piece: Partial<Piece>) => unknown,
): string | undefined {
  if (!Array.isArray(pieces) || pieces.length === 0) return undefined;
  let words = '';
  let hasEmote = false;
  for (const piece of pieces.slice(0, PIECES_MAX) as unknown[]) {
    const said = typeof piece === 'object' && piece !== null ? wordsOf(piece) : '';
    if (said === undefined) hasEmote = true;
    words += typeof said === 'string' ? said : ' ';
  }
  if (hasEmote) return words;
  // Rich text whose pieces are all blank is of no use.
  return words.trim() === '' ? undefined : written;
}

/** Douyin's longest chat has 100 characters. */
const PIECES_MAX = 200;
