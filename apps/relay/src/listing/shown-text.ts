import { cleanText } from '#live-event';

/** A text of MetaStudio's made safe for a terminal, and cut to a length. */
export function shownText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanText(text, SHOWN_MAX);
}

/** The same for a table; a dash where there is none. */
export function cell(text: string | undefined): string {
  const shown = shownText(text);
  return shown === undefined || shown === '' ? '-' : shown;
}

const SHOWN_MAX = 4096;
