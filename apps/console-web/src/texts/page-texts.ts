import { computed, effect, signal } from '@preact/signals';
import type { Texts } from './en.js';
import type { PageTexts } from './en-pages.js';
import { alsoSpeaks, language, t as firstTexts, type Language } from './texts.js';

interface Spoken {
  readonly language: Language;
  readonly texts: PageTexts;
}

/**
 * The texts of the pages that are loaded when they are first shown. The top-level await loads the
 * texts before a module that imports this one runs.
 */
const spoken = signal<Spoken>(await load(language.peek()));
alsoSpeaks(async (wished) => {
  const loaded = await load(wished);
  return () => (spoken.value = loaded);
});
// The user may have switched the language while these texts were loaded.
effect(() => {
  if (language.value === spoken.peek().language) return;
  void load(language.value).then((loaded) => (spoken.value = loaded));
});

const all = computed<Texts & PageTexts>(() => ({ ...firstTexts(), ...spoken.value.texts }));

/** All texts in the present language. A component that asks for them is drawn again when it changes. */
export function t(): Texts & PageTexts {
  return all.value;
}

async function load(wished: Language): Promise<Spoken> {
  const texts =
    wished === 'zh'
      ? (await import('./zh-pages.js')).zhPages
      : (await import('./en-pages.js')).enPages;
  return { language: wished, texts };
}
