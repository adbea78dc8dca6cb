import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SharedTexts, type BufferKeys, type BufferRedis } from '#event-buffer';
import { Problem } from '../../console/problems/problem.js';
import { invalid } from '../json-body.js';

/** How many keys are remembered, and for how long. */
const KEYS_MAX = 10_000;
const KEPT_MS = 24 * 60 * 60 * 1000;
/** A request whose process died may be sent again after this long. */
const UNDER_WAY_MS = 60_000;

/** The answer of a request, to be given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

interface Kept {
  /** Tells this request from others. */
  readonly print: string;
  /** Absent while it is under way. */
  readonly answer?: KeptAnswer;
}

/**
 * Carries a request out once, however often it is sent with the same `Idempotency-Key`: a client
 * that did not get the answer sends it again.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export class Idempotency {
  readonly #texts: SharedTexts;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#texts = new SharedTexts(redis);
    this.#keys = keys;
  }

  /**
   * @param by who asks: keys of others are others.
   * @param body of the request, as it was read.
   * @throws {Problem} where the key stands for another request, or for one that is under way; and
   *   what `act` throws, which counts as not done.
   */
  async once(
    request: IncomingMessage,
    by: string,
    body: unknown,
    act: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    const key = keyOf(request);
    if (key === undefined) return act();
    const about = `${by} ${request.method ?? ''} ${request.url ?? ''}`;
    const name = this.#keys.once(createHash('sha256').update(`${about} ${key}`).digest('hex'));
    // Keyed with the idempotency key, which Redis does not hold: the body may hold a secret.
    const print = createHmac('sha256', key).update(JSON.stringify(body)).digest('base64url');
    const isFirst = await this.#texts.claim(name, JSON.stringify({ print }), UNDER_WAY_MS);
    if (!isFirst) return this.#known(name, print);
    try {
      const answer = await act();
      await this.#texts.put(name, JSON.stringify({ print, answer }), KEPT_MS);
      await this.#texts.keepNewest(this.#keys.onceIndex, name, KEYS_MAX);
      return answer;
    } catch (error) {
      if (error instanceof Problem) await this.#texts.remove(name);
      throw error;
    }
  }

  async #known(name: string, print: string): Promise<KeptAnswer> {
    const text = await this.#texts.get(name);
    const kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
    if (kept !== undefined && kept.print !== print) {
      throw new Problem('idempotency-key-reused', 'Use a new key for a new request.');
    }
    if (kept?.answer === undefined) {
      // Redis's clock was ahead when it began, and it would be under way for as long.
      const isLong = (await this.#texts.livesFor(name)) > UNDER_WAY_MS;
      if (isLong) await this.#texts.endIn(name, UNDER_WAY_MS);
      const headers = { 'retry-after': '1' };
      throw new Problem('still-under-way', 'Ask again in a moment.', { headers });
    }
    return kept.answer;
  }
}

function keyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[!-~]{1,255}$/u.test(key)) return key;
  const detail = 'must be 1 to 255 visible ASCII characters';
  throw invalid([{ parameter: 'Idempotency-Key', detail }]);
}
