import { language } from './texts.js';

/** A sentence of the relay in the language of the page, where the relay tells it in both. */
export function told(en: string, zh: string | undefined): string {
  return language.value === 'zh' ? (zh ?? en) : en;
}
