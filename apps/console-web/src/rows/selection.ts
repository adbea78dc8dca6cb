import { computed, signal } from '@preact/signals';
import type { BridgeAction } from '../api/actions.js';
import { rowKeys, rowOf } from './store.js';

/** The names of the bridges that are selected for an action on many. */
export const chosen = signal<ReadonlySet<string>>(new Set());

interface Selection {
  /** Those that may be changed here. */
  readonly changeable: readonly string[];
  /** Those that may not: the file has them. */
  readonly ofFile: readonly string[];
}

/** The selected bridges that still exist. */
export const selection = computed<Selection>(() => {
  const wanted = chosen.value;
  const [changeable, ofFile] = [new Set<string>(), new Set<string>()];
  for (const key of wanted.size === 0 ? [] : rowKeys.value) {
    const { name, bridge } = rowOf(key)!;
    const origin = wanted.has(name) ? bridge.peek().record?.origin : undefined;
    if (origin !== undefined) (origin === 'api' ? changeable : ofFile).add(name);
  }
  return { changeable: [...changeable], ofFile: [...ofFile] };
});

export interface Asked {
  readonly action: BridgeAction;
  /** As they were selected when it was asked: those that are deleted leave the selection. */
  readonly names: readonly string[];
}

/** The action on many that waits for a confirmation, or is under way. */
export const asked = signal<Asked | undefined>(undefined);

/** Whether there are bridges to act on, or an action on some is not over. */
export const isSelecting = computed(() => {
  const { changeable, ofFile } = selection.value;
  return asked.value !== undefined || changeable.length + ofFile.length > 0;
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
  chooseNames([]);
}

export function chooseNames(names: readonly string[]): void {
  chosen.value = new Set(names);
}

/** Of these only the undone stay chosen, if they still are; others may have been chosen meanwhile. */
export function keepChosen(names: readonly string[], undone: readonly string[]): void {
  const done = new Set(names);
  for (const name of undone) done.delete(name);
  chooseNames([...chosen.value].filter((name) => !done.has(name)));
}
