import { createHash } from 'node:crypto';
import { BoundedMap } from '#bounded-map';
import { inTime, pause, untilAborted } from '#timing';
import type { BufferKeys, BufferRedis } from '#event-buffer';
import type { ConnectPace } from '#platforms';
import { ConnectLine } from './connect-line.js';
import { isOfThisPlace } from './source-place.js';

export interface ConnectTurnsParts {
  readonly redis: Pick<BufferRedis, 'takeToken'>;
  readonly keys: Pick<BufferKeys, 'connects'>;
  /**
   * The name of the way out to an address: platforms see all connections through one as one client.
   */
  readonly egressOf: (url: string) => string;
  /** How many collectors there are, as far as this process knows. */
  readonly collectors: () => number;
}

/** The pace of connections to one host from one address. */
const OF_HOST: Omit<ConnectPace, 'name'> = { max: 20, periodMs: 1000 };

/**
 * Connections take different times until the platform counts them, so that more of them could arrive within
 * one of its periods than began in one. Tokens come back after so many periods, which gives a part of the
 * rate away: 0.3 of Twitch's ten seconds, since a busy machine was seen to need 2.4 s.
 */
const ARRIVAL_SLACK = 1.3;

/** How long Redis may take to answer, in ms; after a failure it is not asked for a while. */
const ANSWER_MS = 1000;
const AWAY_MS = 5000;
/** For how many accounts and addresses the last connections are remembered. */
const KEYS_MAX = 1000;

/**
 * Decides when a source may connect: platforms count attempts by account or by address, whichever
 * process makes them. The tokens are in Redis, and each process asks for one at a time, so that
 * none gets ahead. While Redis does not answer, each process keeps to an equal part of the rate.
 * Sources on this machine or network do not wait.
 */
export class ConnectTurns {
  readonly #parts: ConnectTurnsParts;
  readonly #lines = new Map<string, ConnectLine>();
  /** When this process began connections, by key, the latest last. */
  readonly #begun = new BoundedMap<string, number[]>(KEYS_MAX);
  #awayUntil = -Infinity;

  constructor(parts: ConnectTurnsParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when it is this source's turn to connect, or `signal` aborts. Never rejects.
   *
   * @param pace of the platform for the account, where it has one.
   * @param isAgain whether it has failed again and again: then others go before it.
   */
  async take(
    url: string,
    pace: ConnectPace | undefined,
    signal: AbortSignal,
    isAgain = (): boolean => false,
  ): Promise<void> {
    // A broken address is reported when it is connected to.
    if (!URL.canParse(url)) return;
    const { hostname } = new URL(url);
    if (isOfThisPlace(hostname)) return;
    const { max, name, ...counted } = pace ?? { ...OF_HOST, name: hostname };
    const periodMs = pace === undefined ? counted.periodMs : counted.periodMs * ARRIVAL_SLACK;
    const owner = pace?.owner ?? this.#parts.egressOf(url);
    const key = this.#parts.keys.connects(`${name}:${digestOf(owner)}`);
    const line = this.#lines.get(key) ?? new ConnectLine(() => this.#lines.delete(key));
    this.#lines.set(key, line);
    const turn = line.stand(async () => this.#wait(key, max, periodMs, signal), signal, isAgain);
    // Who gives up leaves the line at once; when it would have been its turn, the next one has it.
    await untilAborted(signal, turn);
  }

  async #wait(key: string, max: number, periodMs: number, signal: AbortSignal): Promise<void> {
    const ofAll = await this.#ask(key, max, periodMs);
    const ownMax = Math.max(1, Math.floor(max / this.#parts.collectors()));
    const inMs = ofAll ?? this.#ownRate(key, ownMax, periodMs);
    if (inMs > 0) await pause(inMs, signal);
    this.#note(key, max);
  }

  /** In how many ms a connection may begin; `undefined` where Redis does not answer. */
  async #ask(rate: string, tokens: number, periodMs: number): Promise<number | undefined> {
    if (performance.now() < this.#awayUntil) return undefined;
    try {
      const asked = this.#parts.redis.takeToken({ rate, tokens, periodMs });
      const inMs = await inTime(asked, ANSWER_MS, () => undefined);
      if (inMs !== undefined) return inMs;
    } catch {
      // Redis is away, which is reported elsewhere.
    }
    this.#awayUntil = performance.now() + AWAY_MS;
    return undefined;
  }

  #ownRate(key: string, max: number, periodMs: number): number {
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

/** An owner may be a token, so keys hold only its hash. */
export function digestOf(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 16);
}
