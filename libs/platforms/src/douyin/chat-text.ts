/**
 * A chat text without the emote codes of Douyin and Bilibili, such as `[赞]`. Only names that look like one of its
 * emotes go: up to five Chinese characters, or one of the few others.
 */
export function stripEmoteCodes(text: string): string {
  return text.includes('[') ? text.replace(EMOTE_CODE, ' ') : text;
}

/**
 * The words of a rich text.
 *
 * @param wordsOf what a piece says; `undefined`: the piece is an emote.
 * @returns `undefined` where there is no emote in it: then the plain text says all.
 */
export function wordsAmongEmotes<Piece extends object>(
  pieces: unknown,
  wordsOf: (piece: Partial<Piece>) => unknown,
): string | undefined {
  if (!Array.isArray(pieces)) return undefined;
  let words = '';
  let hasEmote = false;
  for (const piece of pieces.slice(0, PIECES_MAX) as unknown[]) {
    const said = typeof piece === 'object' && piece !== null ? wordsOf(piece) : '';
    if (said === undefined) hasEmote = true;
    words += typeof said === 'string' ? said : ' ';
  }
  return hasEmote ? words : undefined;
}

const EMOTE_CODE = /\[(?:\p{Script=Han}{1,5}|ok|v5|666|888|18禁|e心e|dog)\]/giu;
/** Douyin's longest chat has 100 characters. */
const PIECES_MAX = 200;
