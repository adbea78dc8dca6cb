import { ask } from './client.js';
import type { KeyOf } from './once-keys.js';
import type { BridgeView, TargetView } from './contract.js';

/** What can be done with one bridge. */
export type BridgeAction = 'pause' | 'resume' | 'delete';
/** What can be done with the target of a bridge. */
export type TargetAction = 'pause' | 'hold' | 'resume';

/**
 * Matches any version: a button does what it says, though the bridge may have changed meanwhile.
 */
const ANY = { 'if-match': '*' };

export async function actOnBridge(name: string, action: BridgeAction): Promise<void> {
  const path = `bridges/${encodeURIComponent(name)}`;
  if (action === 'delete') await ask(path, { method: 'DELETE', headers: ANY });
  else await ask(`${path}/${action}`, { method: 'POST', headers: ANY });
  for (const hear of acted) hear(name, BECOMES[action]);
}

const BECOMES = { pause: 'paused', resume: 'running', delete: 'deleted' } as const;
const acted = new Set<(name: string, becomes: (typeof BECOMES)[BridgeAction]) => void>();

/**
 * Calls `heard` for every action on a bridge on this page, before the relay's stream tells of it.
 */
export function onActed(heard: (name: string, becomes: (typeof BECOMES)[BridgeAction]) => void) {
  acted.add(heard);
}

export async function actOnTarget(target: string, action: TargetAction): Promise<TargetView> {
  const path = `targets/${encodeURIComponent(target)}/${action}`;
  return ask<TargetView>(path, { method: 'POST', headers: ANY });
}

/**
 * When the virtual human says a text: after its current sentence, after all waiting answers, or at
 * once.
 */
export type SayWhen = 'insert' | 'append' | 'now';

export async function say(
  target: string,
  { text, when }: { readonly text: string; readonly when: SayWhen },
  keyOf: KeyOf,
): Promise<void> {
  const path = `targets/${encodeURIComponent(target)}/say`;
  const body = { text, when, confirm: true };
  await ask(path, { method: 'POST', body, headers: { 'idempotency-key': keyOf(body) } });
}

/** Which dead letters are meant: some of a target, or all. */
export type LetterWish =
  { readonly target: string; readonly ids: readonly string[] } | { readonly all: true };

/** Sends dead letters again, or gives them up. @returns how many, and how many are left to be sent. */
export async function actOnLetters(
  action: 'replay' | 'drop',
  wish: LetterWish,
): Promise<{ readonly done: number; readonly left: number }> {
  const path = `dead-letters/${action}`;
  const told = await ask<{ replayed?: number; dropped?: number; left?: number }>(path, {
    method: 'POST',
    body: wish,
  });
  return { done: told.replayed ?? told.dropped ?? 0, left: told.left ?? 0 };
}

/** Drops the answers that wait to be spoken. */
export async function clearAnswers(
  target: string,
  keyOf: KeyOf,
): Promise<{ readonly cleared?: number }> {
  const path = `targets/${encodeURIComponent(target)}/clear`;
  const body = { confirm: true };
  return ask(path, { method: 'POST', body, headers: { 'idempotency-key': keyOf(body) } });
}

/** @returns the reason where a filter dropped the event. */
export async function sendTestEvent(name: string, text: string): Promise<string | undefined> {
  const path = `bridges/${encodeURIComponent(name)}/test-event`;
  const body = { type: 'comment', text, confirm: true };
  return (await ask<{ dropped?: string }>(path, { method: 'POST', body })).dropped;
}

export async function bridgeOf(name: string, signal?: AbortSignal): Promise<BridgeView> {
  return ask<BridgeView>(`bridges/${encodeURIComponent(name)}`, { signal });
}

/** The outcome of an action on many bridges. */
export interface ManyDone {
  readonly done: number;
  readonly failed: readonly { readonly name: string; readonly error: unknown }[];
  /** Those that were not begun, since it was stopped before. */
  readonly left: readonly string[];
}

/** How many requests are sent at a time: the relay has other clients, too. */
const AT_A_TIME = 6;

/**
 * Does an action with each bridge, and goes on where one is refused.
 *
 * @param stop begins no further one: what is under way is done.
 */
export async function actOnMany(
  names: readonly string[],
  act: (name: string) => Promise<void>,
  progress: (done: number) => void,
  stop: AbortSignal,
): Promise<ManyDone> {
  const failed: { name: string; error: unknown }[] = [];
  const left = [...names];
  let done = 0;
  const work = async (): Promise<void> => {
    while (!stop.aborted) {
      const name = left.shift();
      if (name === undefined) return;
      try {
        await act(name);
        done++;
      } catch (error) {
        failed.push({ name, error });
      }
      progress(done + failed.length);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return { done, failed, left };
}
