import { computed, signal } from '@preact/signals';
import { rowKeys, rowOf } from './store.js';

/** The names of the bridges that are chosen, for what is done with many at once. */
export const chosen = signal<ReadonlySet<string>>(new Set());

/** Of the chosen, those that are there, and may be changed here: the file's are not. */
export const changeable = computed<readonly string[]>(() => {
  const wanted = chosen.value;
  if (wanted.size === 0) return [];
  const names = new Set<string>();
  for (const key of rowKeys.value) {
    const row = rowOf(key)!;
    if (!wanted.has(row.name) || row.bridge.peek().record?.origin !== 'api') continue;
    names.add(row.name);
  }
  return [...names];
});

export function choose(name: string, isChosen: boolean): void {
  const next = new Set(chosen.value);
  if (isChosen) next.add(name);
  else next.delete(name);
  chosen.value = next;
}

export function chooseAll(keys: readonly string[]): void {
  chosen.value = new Set(keys.map((key) => rowOf(key)!.name));
}

export function chooseNone(): void {
  chosen.value = new Set();
}
