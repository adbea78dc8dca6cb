import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BoundedMap } from '#bounded-map';
import { SharedTexts, type BufferKeys, type BufferRedis } from '#event-buffer';
import { fieldsOf, jsonIn } from '#live-event';
import { aboutMs, idlePause } from '#timing';
import { Problem } from '../../console/problems/problem.js';
import { invalid } from '../json-body.js';

/** How many keys are remembered, and for how long. */
const KEYS_MAX = 10_000;
const KEPT_MS = 24 * 60 * 60 * 1000;
/** A request whose process died may be sent again after this long. */
const UNDER_WAY_MS = 60_000;
/** How much Redis may still have to be told, and about how often that is tried, in ms. */
const UNTOLD_MAX = 1000;
const TOLD_AGAIN_MS = 1000;

/** The answer of a request, to be given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/**
 * The claim of a request that was not begun, or refused: it may be begun anew. Or what was done,
 * which may not be done again.
 */
type Untold =
  { readonly claim: string } | { readonly kept: Kept & { readonly answer: KeptAnswer } };

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
  /** What Redis still has to be told, by key. */
  readonly #untold = new BoundedMap<string, Untold>(UNTOLD_MAX);
  #isTelling = false;

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
    const untold = this.#untold.get(name);
    if (untold !== undefined && 'kept' in untold) return sameRequest(untold.kept, print).answer;
    const claim = JSON.stringify({ print, process: this.#process } satisfies Kept);
    if (!(await this.#begins(name, claim))) return this.#known(name, print);
    this.#underWay.add(name);
    try {
      const answer = await act();
      await this.#tell(name, { kept: { print, answer } });
      return answer;
    } catch (error) {
      this.#underWay.delete(name);
      if (error instanceof Problem) await this.#tell(name, { claim });
      throw error;
    } finally {
      this.#underWay.delete(name);
    }
  }

  /** Whether this request has the key. */
  async #begins(name: string, claim: string): Promise<boolean> {
    const isFirst = await this.#claims(name, claim);
    const untold = this.#untold.get(name);
    if (untold !== undefined && 'kept' in untold) return false;
    if (isFirst) {
      this.#untold.delete(name);
      return true;
    }
    if (untold === undefined) return false;
    const isOwn = (await this.#texts.get(name)) === claim && !this.#underWay.has(name);
    return this.#untold.get(name) === untold && this.#untold.delete(name) && isOwn;
  }

  async #claims(name: string, claim: string): Promise<boolean> {
    try {
      return await this.#texts.claim(name, claim, UNDER_WAY_MS);
    } catch (error) {
      // Redis may take the claim when nobody waits for its answer any more.
      const isKnown = this.#untold.has(name) || this.#underWay.has(name);
      if (!isKnown) this.#tellLater(name, { claim });
      throw error;
    }
  }

  /** Never rejects: what Redis cannot be told now it is told later. */
  async #tell(name: string, untold: Untold): Promise<void> {
    try {
      await this.#write(name, untold);
    } catch {
      this.#tellLater(name, untold);
    }
  }

  #tellLater(name: string, untold: Untold): void {
    this.#untold.set(name, untold);
    if (!this.#isTelling) void this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    while (this.#untold.size > 0) {
      await idlePause(aboutMs(TOLD_AGAIN_MS));
      for (const [name, untold] of this.#untold) {
        this.#untold.delete(name);
        await this.#tell(name, untold);
        // It failed again.
        if (this.#untold.has(name)) break;
      }
    }
    this.#isTelling = false;
  }

  async #write(name: string, untold: Untold): Promise<void> {
    if ('kept' in untold) {
      await this.#texts.put(name, JSON.stringify(untold.kept), KEPT_MS);
      await this.#texts.keepNewest(this.#keys.onceIndex, name, KEYS_MAX);
      return;
    }
    const isOwn = (await this.#texts.get(name)) === untold.claim;
    if (isOwn && !this.#underWay.has(name)) await this.#texts.remove(name);
  }

  async #known(name: string, print: string): Promise<KeptAnswer> {
    const text = await this.#texts.get(name);
    // What cannot be read is of another request, or damaged: nothing is done twice for it.
    const known = text === undefined ? undefined : (fieldsOf(jsonIn(text)) as Partial<Kept>);
    const kept = known && sameRequest(known, print);
    if (kept?.answer !== undefined) return kept.answer;
    // Redis's clock was ahead when it began, and it would be under way for as long.
    const isLong = (await this.#texts.livesFor(name)) > UNDER_WAY_MS;
    if (isLong) await this.#texts.endIn(name, UNDER_WAY_MS);
    const headers = { 'retry-after': '1' };
    throw new Problem('still-under-way', 'Ask again in a moment.', { headers });
  }
}

/** @throws {Problem} where the key stands for another request. */
function sameRequest<Of extends Partial<Kept>>(kept: Of, print: string): Of {
  if (kept.print === print) return kept;
  throw new Problem('idempotency-key-reused', 'Use a new key for a new request.');
}

function keyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[!-~]{1,255}$/u.test(key)) return key;
  const detail = 'must be 1 to 255 visible ASCII characters';
  throw invalid([{ parameter: 'Idempotency-Key', detail }]);
}
