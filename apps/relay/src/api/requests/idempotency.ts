import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SharedTexts, type BufferKeys, type BufferRedis } from '#event-buffer';
import { Problem } from '../../console/problems/problem.js';
import { invalid } from '../json-body.js';

/** How many keys are remembered, and for how long. */
const KEYS_MAX = 10_000;
const KEPT_MS = 24 * 60 * 60 * 1000;
/** A request whose process died may be sent again after this long. */
const UNDER_WAY_MS = 60_000;
const UNBEGUN_MAX = 1000;

/** The answer of a request, to be given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

interface Kept {
  /** Tells this request from others. */
  readonly print: string;
  /** Which process claimed the key; absent in what an earlier version wrote. */
  readonly process?: string;
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
  readonly #process = randomUUID();
  readonly #underWay = new Set<string>();
  /** Those that this process claimed without hearing whether it has them: it did nothing then. */
  readonly #unbegun = new Set<string>();

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
    if (!(await this.#begins(name, print))) return this.#known(name, print);
    this.#underWay.add(name);
    try {
      const answer = await act();
      await this.#texts.put(name, JSON.stringify({ print, answer }), KEPT_MS);
      await this.#texts.keepNewest(this.#keys.onceIndex, name, KEYS_MAX);
      return answer;
    } catch (error) {
      if (error instanceof Problem) await this.#texts.remove(name);
      throw error;
    } finally {
      this.#underWay.delete(name);
    }
  }

  /** Whether this request has the key. */
  async #begins(name: string, print: string): Promise<boolean> {
    const claim = JSON.stringify({ print, process: this.#process } satisfies Kept);
    try {
      const isFirst = await this.#texts.claim(name, claim, UNDER_WAY_MS);
      if (isFirst) {
        this.#unbegun.delete(name);
        return true;
      }
    } catch (error) {
      this.#unbegun.add(name);
      const [oldest = name] = this.#unbegun;
      if (this.#unbegun.size > UNBEGUN_MAX) this.#unbegun.delete(oldest);
      throw error;
    }
    if (!this.#unbegun.has(name)) return false;
    // Redis may have taken the claim when nobody waited for its answer any more.
    const isOwn = (await this.#texts.get(name)) === claim && !this.#underWay.has(name);
    return this.#unbegun.delete(name) && isOwn;
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
