import { computed, signal } from '@preact/signals';
import { ask, ApiError, onLoggedOut } from './client.js';
import type { SessionAnswer } from './contract.js';

/** `asking`: not known yet; `none`: the user has to log in. */
export type SessionState = 'asking' | 'none' | SessionAnswer;

export const session = signal<SessionState>('asking');
/** Whether an earlier session is over now. */
export const isOver = signal(false);
/** Whether the page was opened by a one-time link that has been used already, or is too old. */
export const isLinkUsed = signal(false);

/** Whether requests are let in, as far as the page knows. */
export function isLoggedIn(): boolean {
  return typeof session.peek() === 'object';
}

/** Whether the user may change things; the relay checks it in any case. */
export const mayChange = computed(() => {
  const now = session.value;
  return typeof now === 'object' && now.role === 'operator';
});

/** When the session began, as `performance.now()` tells. */
let begunAt = -Infinity;

function begin(answer: SessionAnswer): void {
  if (!isLoggedIn()) begunAt = performance.now();
  session.value = answer;
}

onLoggedOut((askedAt) => {
  // It was sent with the session before, and its answer was slow.
  if (askedAt < begunAt) return;
  if (typeof session.peek() === 'object') isOver.value = true;
  session.value = 'none';
});

/**
 * Asks the relay for the session of this browser. @throws {ApiError} where the relay cannot tell.
 */
export async function findSession(): Promise<void> {
  try {
    begin(await ask<SessionAnswer>('session'));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return;
    throw error;
  }
}

/** @throws {ApiError} */
export async function logIn(token: string): Promise<void> {
  begin(await ask<SessionAnswer>('session', { method: 'POST', body: { token } }));
  isLinkUsed.value = false;
  isOver.value = false;
}

/**
 * Begins a session by a one-time link, which can be used only once. @throws {ApiError} where the
 * relay cannot tell.
 */
export async function logInByLink(code: string): Promise<void> {
  try {
    const asking = { method: 'POST', body: { code } } as const;
    begin(await ask<SessionAnswer>('session-links/use', asking));
    isOver.value = false;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500) throw error;
    isLinkUsed.value = true;
  }
}

export async function logOut(): Promise<void> {
  await ask('session', { method: 'DELETE' });
  isOver.value = false;
  session.value = 'none';
}
