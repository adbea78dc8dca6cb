import { signal } from '@preact/signals';
import { remember, remembered } from '../texts/remember.js';

export type Theme = 'auto' | 'light' | 'dark';

const STORED = 'relay-theme';
const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };

export const theme = signal<Theme>('auto');

/** Sets the theme before anything is drawn. */
export function loadTheme(): void {
  const stored = remembered(STORED);
  show(stored === 'light' || stored === 'dark' ? stored : 'auto');
}

export function switchTheme(): void {
  const next = NEXT[theme.value];
  remember(STORED, next);
  show(next);
}

function show(wished: Theme): void {
  theme.value = wished;
  if (wished === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = wished;
}
