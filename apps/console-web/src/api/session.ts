import { computed, signal } from '@preact/signals';
import { ask, ApiError, onLoggedOut } from './client.js';
import type { SessionAnswer } from './contract.js';

/** `asking`: nobody knows yet; `none`: somebody has to log in. */
export type SessionState = 'asking' | 'none' | SessionAnswer;

export const session = signal<SessionState>('asking');
/** Whether a session was there, and is over. */
export const isOver = signal(false);
/** Whether a one-time link led here that begins no session any more. */
export const isLinkUsed = signal(false);

/** Whether things can be changed. The relay refuses in any case. */
export const mayChange = computed(() => {
  const now = session.value;
  return typeof now === 'object' && now.role === 'operator';
});

onLoggedOut(() => {
  if (typeof session.peek() === 'object') isOver.value = true;
  session.value = 'none';
});

/** Asks who we are. @throws {ApiError} where nobody can say. */
export async function findSession(): Promise<void> {
  try {
    session.value = await ask<SessionAnswer>('session');
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return;
    throw error;
  }
}

/** @throws {ApiError} */
export async function logIn(token: string): Promise<void> {
  session.value = await ask<SessionAnswer>('session', { method: 'POST', body: { token } });
  isLinkUsed.value = false;
  isOver.value = false;
}

/** Uses a one-time link up. @throws {ApiError} where nobody can say. */
export async function logInByLink(code: string): Promise<void> {
  try {
    const asking = { method: 'POST', body: { code } } as const;
    session.value = await ask<SessionAnswer>('session-links/use', asking);
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
