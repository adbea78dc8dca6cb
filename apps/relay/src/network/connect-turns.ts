import { createHash } from 'node:crypto';
import { BoundedMap } from '#bounded-map';
import { inTime, pause, untilAborted } from '#timing';
import type { BufferKeys, BufferRedis } from '#event-buffer';
import type { ConnectPace } from '#platforms';
import { isOfThisPlace } from './source-place.js';

export interface ConnectTurnsParts {
  readonly redis: Pick<BufferRedis, 'takeToken'>;
  readonly keys: Pick<BufferKeys, 'connects'>;
  /** The way out to an address: what platforms see of this machine. */
  readonly egressOf: (url: string) => string;
  /** How many collectors there are, as far as is known. */
  readonly collectors: () => number;
}

/** So many connections to one host are begun in a second, from one address. */
const OF_HOST: Omit<ConnectPace, 'name'> = { max: 20, periodMs: 1000 };

/** Redis has so long to answer, in ms; if it does not, it is not asked again for a while. */
const ANSWER_MS = 1000;
const AWAY_MS = 5000;
/** Accounts and addresses of which it is known when they last connected. */
const KEYS_MAX = 1000;

/**
 * Whose turn it is to connect: platforms count attempts by account, or by address, whichever process makes
 * them. The tokens are in Redis; each process asks for one at a time, so that none has a line of
 * its own. While Redis does not answer each goes by its share. What is of this machine or network is no platform.
 */
export class ConnectTurns {
  readonly #parts: ConnectTurnsParts;
  readonly #lines = new Map<string, Promise<void>>();
  /** When this process began something, the latest last, by key. */
  readonly #begun = new BoundedMap<string, number[]>(KEYS_MAX);
  #awayUntil = -Infinity;

  constructor(parts: ConnectTurnsParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when it is its turn, or `signal` aborts. Never rejects.
   *
   * @param pace of the platform for the account, where it has one.
   */
  async take(url: string, pace: ConnectPace | undefined, signal: AbortSignal): Promise<void> {
    // Whoever connects says what is wrong with it.
    if (!URL.canParse(url)) return;
    const { hostname } = new URL(url);
    if (isOfThisPlace(hostname)) return;
    const { max, periodMs, name } = pace ?? { ...OF_HOST, name: hostname };
    const owner = pace?.owner ?? this.#parts.egressOf(url);
    const key = this.#parts.keys.connects(`${name}:${digestOf(owner)}`);
    const before = this.#lines.get(key) ?? Promise.resolve();
    const turn = this.#after(before, key, { max, periodMs }, signal);
    this.#lines.set(key, turn);
    void this.#forget(key, turn);
    // Who gives up leaves the line at once; when it would have been its turn, the next one has it.
    await untilAborted(signal, turn);
  }

  /** Where nobody stands behind it, there is no line any more. */
  async #forget(key: string, turn: Promise<void>): Promise<void> {
    await turn;
    if (this.#lines.get(key) === turn) this.#lines.delete(key);
  }

  async #after(
    before: Promise<void>,
    key: string,
    { max, periodMs }: Omit<ConnectPace, 'name'>,
    signal: AbortSignal,
  ): Promise<void> {
    await before;
    if (!signal.aborted) await this.#wait(key, max, periodMs, signal);
  }

  async #wait(key: string, max: number, periodMs: number, signal: AbortSignal): Promise<void> {
    const ofAll = await this.#ask(key, max, periodMs);
    const share = Math.max(1, Math.floor(max / this.#parts.collectors()));
    const inMs = ofAll ?? this.#ownShare(key, share, periodMs);
    if (inMs > 0) await pause(inMs, signal);
    this.#note(key, max);
  }

  /** In how many ms it is its turn; `undefined` where Redis does not say. */
  async #ask(rate: string, tokens: number, periodMs: number): Promise<number | undefined> {
    if (performance.now() < this.#awayUntil) return undefined;
    try {
      const asked = this.#parts.redis.takeToken({ rate, tokens, periodMs });
      const inMs = await inTime(asked, ANSWER_MS, () => undefined);
      if (inMs !== undefined) return inMs;
    } catch {
      // It is away, which others tell.
    }
    this.#awayUntil = performance.now() + AWAY_MS;
    return undefined;
  }

  #ownShare(key: string, max: number, periodMs: number): number {
    const oldest = this.#begun.get(key)?.at(-max);
    return oldest === undefined ? 0 : Math.max(0, oldest + periodMs - performance.now());
  }

  #note(key: string, max: number): void {
    const begun = this.#begun.get(key) ?? [];
    begun.push(performance.now());
    if (begun.length > max) begun.shift();
    this.#begun.set(key, begun);
  }
}

/** An owner may be a token: no key tells it. */
export function digestOf(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 16);
}
