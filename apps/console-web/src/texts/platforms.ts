import { signal } from '@preact/signals';
import { ask } from '../api/client.js';
import type { PlatformNameView, Words } from '../api/contract.js';
import { language } from './texts.js';

const names = signal<ReadonlyMap<string, Words>>(new Map());

/** Asks the relay what platforms are called. @throws {ApiError} */
export async function learnPlatforms(): Promise<void> {
  const { items } = await ask<{ items: readonly PlatformNameView[] }>('source-types/names');
  names.value = new Map(items.map(({ type, platform }) => [type, platform]));
}

/** What the platform of a source type is called; until the relay has told, the type stands for it. */
export function platformName(type: string): string {
  return said(names.value.get(type) ?? { en: type, zh: type });
}

/** A text of the relay, in the present language. */
export function said(words: Words): string {
  return words[language.value];
}
