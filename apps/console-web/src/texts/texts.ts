import { batch, signal } from '@preact/signals';
import type { Texts } from './en.js';
import { remember, remembered } from './remember.js';

export type Language = 'en' | 'zh';

const STORED = 'relay-language';
const texts = signal<Texts | undefined>(undefined);
export const language = signal<Language>('en');

/**
 * The texts in the present language. A component that asks for them is drawn again when it changes.
 */
export function t(): Texts {
  return texts.value!;
}

/** The language chosen on this page, else the first one of the browser that the page has. */
export function wishedLanguage(
  stored: string | null,
  ofBrowser: readonly string[] = navigator.languages,
): Language {
  if (stored === 'en' || stored === 'zh') return stored;
  for (const tag of ofBrowser) {
    if (/^zh\b/iu.test(tag)) return 'zh';
    if (/^en\b/iu.test(tag)) return 'en';
  }
  return 'en';
}

export async function loadLanguage(): Promise<void> {
  await speak(wishedLanguage(remembered(STORED)));
}

/** Rejects where its texts cannot be loaded. */
export async function switchLanguage(): Promise<void> {
  const other = language.value === 'en' ? 'zh' : 'en';
  await speak(other);
  remember(STORED, other);
}

/**
 * Other texts of the page: loads those of a language, and returns a function that shows them. All
 * are shown at the same time, so that the page never mixes languages.
 */
type Speaker = (wished: Language) => Promise<() => void>;
let others: readonly Speaker[] = [];

export function alsoSpeaks(speaker: Speaker): void {
  others = [...others, speaker];
}

/** Loads a language when it is first used. */
async function speak(wished: Language): Promise<void> {
  const first = wished === 'zh' ? (await import('./zh.js')).zh : (await import('./en.js')).en;
  const shown = await Promise.all(others.map(async (speaker) => speaker(wished)));
  batch(() => {
    texts.value = first;
    language.value = wished;
    for (const show of shown) show();
  });
  document.documentElement.lang = wished === 'zh' ? 'zh-CN' : 'en';
}
