import { language, t } from '../texts/texts.js';

/** A complaint that begins like this tells of the field that it stands beside. */
const ABOUT_FIELD = /^(?:is|must|has|may|needs|cannot)\b/u;

/**
 * What the relay finds wrong with a field, for people. It says so in English; in Chinese the help of
 * the field stands for it.
 */
export function toldText(told: string, help: string, isMissing: boolean): string {
  const words = t().add;
  if (isMissing && help !== '') return words.missing(help);
  if (language.value === 'zh') return isMissing ? words.missing(help) : words.notValid(help);
  return ABOUT_FIELD.test(told) ? `This ${told}.` : told;
}
