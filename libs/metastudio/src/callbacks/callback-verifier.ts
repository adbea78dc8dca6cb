import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '#secret';
import { fillCallbackTemplate } from './callback-template.js';

/** How a callback shows that it is MetaStudio's; the names are the API's. */
export const CALLBACK_AUTHS = ['MSS_A_HEAD', 'MSS_A', 'NONE'] as const;
export type CallbackAuth = (typeof CALLBACK_AUTHS)[number];

export interface CallbackTerms {
  /** The address that was registered: what arrives may have come through a proxy. */
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

/** A callback is as old as this at most, and its clock that far ahead. */
export const CALLBACK_WINDOW_MS = 5 * 60_000;

/**
 * Tells whether a callback is MetaStudio's: `hmac_sha256(key, URI + hwTime)` in a header or the
 * query, or the key in the query. What URI is exactly, and whether the time is in seconds or ms, is
 * not published: the first is the template's, the second shows in its size.
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
   * @returns what tells this signature from others; `undefined`: it is none of MetaStudio's.
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

/** What is too large for seconds of our days is in ms. */
function msOf(hex: string): number {
  const time = Number.parseInt(hex, 16);
  return time > SECONDS_MAX ? time : time * 1000;
}

const SECONDS_MAX = 100_000_000_000;

/** Takes as long for every text: hashes of the same length are compared. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => {
    return createHmac('sha256', 'compare').update(text).digest();
  });
  return timingSafeEqual(one!, other!);
}
