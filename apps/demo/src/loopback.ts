import { boundedSignal } from '#timing';

const ANSWER_MS_MAX = 10_000;

/** Asks a program of the demo for JSON. @throws Error when it does not answer, or not with 2xx. */
export async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  return ask<T>(url, { method: 'GET' }, signal);
}

/** Posts JSON to a program of the demo. @throws Error like {@link getJson}. */
export async function postJson(url: string, body: object, signal: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await ask(url, { method: 'POST', headers, body: JSON.stringify(body) }, signal);
}

async function ask<T>(url: string, init: RequestInit, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { ...init, signal: boundedSignal(ANSWER_MS_MAX, signal) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
