import { boundedSignal } from '#timing';
import { bilingual, unreached } from '#source';
import { jsonOf, type Fetch } from '../bounded-answer.js';

export interface TwitchAnswer {
  readonly status: number;
  /** The JSON of the answer; `undefined` if it was none, or too long. */
  readonly body: unknown;
}

/**
 * One request to Twitch, limited to 10 s, with a bounded answer.
 * @throws {SourceError} when no answer came. Its cause quotes nothing of the request.
 */
export async function askTwitch(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  signal?: AbortSignal,
): Promise<TwitchAnswer> {
  const until = boundedSignal(TIMEOUT_MS, signal);
  try {
    // A redirect would send the token to another address.
    const response = await fetch(url, { ...init, redirect: 'error', signal: until });
    return { status: response.status, body: await jsonOf(response) };
  } catch (cause) {
    throw unreached(cause, UNREACHABLE);
  }
}

const TIMEOUT_MS = 10_000;
const UNREACHABLE = bilingual(
  'Twitch could not be reached: check the network and the proxy.',
  '无法连接 Twitch：请检查网络和代理。',
);
