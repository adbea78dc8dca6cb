import type { DeadLetter } from '#event-buffer';
import { safeForTerminal } from '../listing/terminal-text.js';

/** What a list shows of a letter: nothing that a viewer wrote. */
export type LetterWords = Omit<DeadLetter, 'class' | 'fragment'>;

export function letterWords(letter: DeadLetter): LetterWords {
  const { id, target, bridge, type, receivedAt, at, code, message, requestId } = letter;
  return { id, target, bridge, type, receivedAt, at, code, message, requestId };
}

/** A letter with its event, as it was reported, as one line of JSON. */
export function letterLine(letter: DeadLetter): string {
  const words = JSON.stringify(letterWords(letter));
  return safeForTerminal(`${words.slice(0, -1)},"event":${letter.fragment.toString()}}`);
}

/** The same for reading, over several lines. */
export function letterPage(letter: DeadLetter): string {
  const event: unknown = JSON.parse(letter.fragment.toString());
  return safeForTerminal(JSON.stringify({ ...letterWords(letter), event }, undefined, 2));
}
