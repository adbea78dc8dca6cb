import { cleanText } from '#live-event';

/** What MetaStudio says, fit for a terminal: it cannot steer it, and is not endless. */
export function shownText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanText(text, SHOWN_MAX);
}

/** The same in a table, where something has to stand. */
export function cell(text: string | undefined): string {
  const shown = shownText(text);
  return shown === undefined || shown === '' ? '-' : shown;
}

const SHOWN_MAX = 4096;
