import { parseJson, SourceError } from '#source';

/** As the global `fetch`. */
export type Fetch = typeof globalThis.fetch;

export interface TwitchAnswer {
  readonly status: number;
  /** The JSON that was answered; `undefined` where it was none, or too long. */
  readonly body: unknown;
}

/**
 * One request to Twitch, at most 10 s long, with a bounded answer.
 *
 * @throws {SourceError} when no answer came. Its cause holds nothing of the request.
 */
export async function askTwitch(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  signal?: AbortSignal,
): Promise<TwitchAnswer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const until = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  try {
    // A redirect would take the token to another address.
    const response = await fetch(url, { ...init, redirect: 'error', signal: until });
    return { status: response.status, body: parseJson(await boundedText(response)) };
  } catch (cause) {
    throw new SourceError('Twitch could not be reached: check the network and the proxy.', {
      cause,
    });
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop cancels what is still on its way.
    if (length > ANSWER_BYTES_MAX) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 64 * 1024;
