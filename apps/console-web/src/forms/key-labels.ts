import { language } from '../texts/texts.js';
import { HINTS_ZH, LABELS, VALUES, type Label } from './key-words.js';

/** @param path the keys from the outside in. */
export function labelOf(path: readonly string[]): string {
  const key = path.at(-1)!;
  const inBlock = path.slice(-2).join('.');
  const found = [inBlock, key].find((one) => Object.hasOwn(LABELS, one));
  return found === undefined ? key : said(LABELS[found]!);
}

export function valueLabelOf(value: string): string {
  return Object.hasOwn(VALUES, value) ? said(VALUES[value]!) : value;
}

/** What the schema says of a key, in the language of the page where that is known. */
export function hintOf(path: readonly string[], description = ''): string {
  const key = path.at(-1)!;
  if (language.value !== 'zh' || description === '') return description;
  return Object.hasOwn(HINTS_ZH, key) ? HINTS_ZH[key]! : '';
}

function said([en, zh]: Label): string {
  return language.value === 'zh' ? zh : en;
}
