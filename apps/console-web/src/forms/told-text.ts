import { t } from '../texts/page-texts.js';
import { knownText } from '../texts/known-text.js';
import { language } from '../texts/texts.js';

/** A problem that begins like this needs a subject: the field that it stands beside. */
const ABOUT_FIELD = /^(?:is|must|has|may|needs|cannot|leads|can)\b/u;

/**
 * The text for a problem that the relay found in a field. The relay writes English; the Chinese
 * page shows the help of the field instead, where that explains the problem.
 */
export function toldText(told: string, help: string, isMissing: boolean): string {
  const words = t().add;
  if (isMissing && help !== '') return words.missing(help);
  if (language.value !== 'zh') return ABOUT_FIELD.test(told) ? `This ${told}.` : told;
  const known = knownText(t().told, told);
  if (known !== undefined) return known;
  if (isMissing) return words.missing(help);
  const needed = /^is missing; it must be (.*)$/u.exec(told)?.[1];
  if (needed !== undefined) return words.missing(needed);
  if (!told.startsWith('must ')) return told;
  return words.notValid(help === '' ? told.replace(/^must be /u, '') : help);
}
