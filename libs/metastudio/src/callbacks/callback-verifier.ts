import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '#secret';
import { fillCallbackTemplate } from './callback-template.js';

/** How a callback proves that it is MetaStudio's; the names are the API's. */
export const CALLBACK_AUTHS = ['MSS_A_HEAD', 'MSS_A', 'NONE'] as const;
export type CallbackAuth = (typeof CALLBACK_AUTHS)[number];

export interface CallbackTerms {
  /** The registered address: the request may have come through a proxy. */
  readonly url: string;
  readonly auth: CallbackAuth;
  readonly key: Secret;
  readonly template: string;
}

/** A callback as it arrived. */
export interface ArrivedCallback {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** How old a callback may be, and how far ahead its clock. */
export const CALLBACK_WINDOW_MS = 5 * 60_000;

/**
 * Decides whether a callback is MetaStudio's: by `hmac_sha256(key, URI + hwTime)` in a header or
 * the query, or by the key in the query. What exactly URI is, and whether the time is in seconds or
 * ms, is not published: the template defines the first, the size of the number shows the second.
 */
export class CallbackVerifier {
  readonly #terms: CallbackTerms;
  readonly #url: URL;

  constructor(terms: CallbackTerms) {
    this.#terms = terms;
    this.#url = new URL(terms.url);
  }

  /**
   * @param now in ms since 1970, by MetaStudio's clock as far as it is known.
   * @returns what identifies this signature; `undefined` if it is not MetaStudio's.
   */
  verify({ query, headers }: ArrivedCallback, now: number): string | undefined {
    const { auth, key, template } = this.#terms;
    if (auth === 'NONE') return isSame(query.get('key') ?? '', key.reveal()) ? '' : undefined;
    const inHeaders = auth === 'MSS_A_HEAD';
    const time = inHeaders ? textOf(headers['x-hw-mss-time']) : query.get('hwTime');
    const secret = inHeaders ? textOf(headers['x-hw-mss-secret']) : query.get('hwSecret');
    if (!isTime(time) || secret === null || !/^[0-9a-f]{64}$/iu.test(secret)) return undefined;
    const expected = createHmac('sha256', key.reveal())
      .update(fillCallbackTemplate(template, { url: this.#url, time }))
      .digest('hex');
    if (!isSame(secret.toLowerCase(), expected)) return undefined;
    return Math.abs(now - msOf(time)) <= CALLBACK_WINDOW_MS ? expected : undefined;
  }
}

function textOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function isTime(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{1,12}$/iu.test(text);
}

/** A number too large for seconds is in ms. */
function msOf(hex: string): number {
  const time = Number.parseInt(hex, 16);
  return time > SECONDS_MAX ? time : time * 1000;
}

const SECONDS_MAX = 100_000_000_000;

/** Takes the same time for every text: hashes of equal length are compared. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => {
    return createHmac('sha256', 'compare').update(text).digest();
  });
  return timingSafeEqual(one!, other!);
}
