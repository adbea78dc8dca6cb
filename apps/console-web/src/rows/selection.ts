import { computed, signal } from '@preact/signals';
import { rowKeys, rowOf } from './store.js';

/** The names of the bridges that are selected for an action on many. */
export const chosen = signal<ReadonlySet<string>>(new Set());

/**
 * The selected bridges that still exist and may be changed here. Bridges of the file may not.
 */
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
