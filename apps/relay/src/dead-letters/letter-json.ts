import type { DeadLetter } from '#event-buffer';
import { jsonIn } from '#live-event';
import { safeForTerminal } from '../listing/terminal-text.js';

/** What a list shows of a letter: nothing that a viewer wrote. */
export type LetterWords = Omit<DeadLetter, 'class' | 'fragment'>;

export function letterWords(letter: DeadLetter): LetterWords {
  const { id, target, bridge, type, receivedAt, at, code, message, requestId } = letter;
  return { id, target, bridge, type, receivedAt, at, code, message, requestId };
}

/** A letter with its event, as it was reported, as one line of JSON; one that is damaged is a text. */
export function letterLine(letter: DeadLetter): string {
  const words = JSON.stringify(letterWords(letter));
  const text = letter.fragment.toString();
  const event = jsonIn(text) === undefined ? JSON.stringify(text) : text;
  return safeForTerminal(`${words.slice(0, -1)},"event":${event}}`);
}

/** The same for reading, over several lines. */
export function letterPage(letter: DeadLetter): string {
  const text = letter.fragment.toString();
  const event = jsonIn(text) ?? text;
  return safeForTerminal(JSON.stringify({ ...letterWords(letter), event }, undefined, 2));
}
