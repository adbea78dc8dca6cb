import { createHash, randomUUID } from 'node:crypto';
import { inOwnTime, pause, untilAborted } from '#timing';
import type { BufferKeys, BufferRedis } from '#event-buffer';
import type { ConnectPace } from '#platforms';
import { ConnectLine } from './connect-line.js';
import { OwnTurns } from './own-turns.js';
import { isOfThisPlace } from './source-place.js';

export interface ConnectTurnsParts {
  readonly redis: Pick<BufferRedis, 'takeConnect' | 'endConnect'>;
  readonly keys: Pick<BufferKeys, 'connects'>;
  /**
   * The name of the way out to an address: platforms see all connections through one as one client.
   */
  readonly egressOf: (url: string) => string;
  /** How many collectors there are, as far as this process knows. */
  readonly collectors: () => number;
}

/** A connection that may be made now. */
export interface Turn {
  /** The platform has counted it, or never will. May be called again. */
  end(): void;
}

/** Who asks for a turn, and for what. */
export interface TurnTerms {
  /** Of the platform for the account, where it has one. */
  readonly pace: ConnectPace | undefined;
  /** Whether it has failed again and again: then others go before it. */
  readonly isAgain?: (() => boolean) | undefined;
  /** How long it may take until the turn is ended, in ms. */
  readonly standsMs?: number;
}

/** The pace of connections to one host from one address. */
const OF_HOST: Omit<ConnectPace, 'name'> = { max: 20, periodMs: 1000 };

/** How long an attempt counts whose end is not told, in ms: its process may have died. */
const ATTEMPT_MS = 5000;
/** How long Redis may take to answer, in ms; after a failure it is not asked for a while. */
const ANSWER_MS = 2000;
const AWAY_MS = 5000;
/** And then each process keeps to its own part for this long, since the others may not be back yet, in ms. */
const CAREFUL_MS = 20_000;

interface Budget {
  readonly connects: string;
  readonly max: number;
  readonly periodMs: number;
  readonly standsMs: number;
}

/**
 * Decides when a source may connect: platforms count attempts by account or by address, whichever
 * process makes them. A turn is free again a period after its connection was counted, not after it began:
 * so no period sees more of them at the platform, however long each takes to arrive. The turns are in Redis,
 * and each process asks for one at a time, so that none gets ahead. While Redis does not answer, each
 * process keeps to an equal part of the rate. Sources on this machine or network do not wait.
 */
export class ConnectTurns {
  readonly #parts: ConnectTurnsParts;
  readonly #lines = new Map<string, ConnectLine>();
  readonly #own = new OwnTurns();
  #awayUntil = -Infinity;

  constructor(parts: ConnectTurnsParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when it is this source's turn to connect, or `signal` aborts. Never rejects.
   *
   * @returns `undefined` where it needs no turn, or gave up.
   */
  async take(
    url: string,
    { pace, isAgain = () => false, standsMs = ATTEMPT_MS }: TurnTerms,
    signal: AbortSignal,
  ): Promise<Turn | undefined> {
    // A broken address is reported when it is connected to.
    if (!URL.canParse(url)) return undefined;
    const { hostname } = new URL(url);
    if (isOfThisPlace(hostname)) return undefined;
    const { max, name, periodMs } = pace ?? { ...OF_HOST, name: hostname };
    const owner = pace?.owner ?? this.#parts.egressOf(url);
    const connects = this.#parts.keys.connects(`${name}:${digestOf(owner)}`);
    const line = this.#lines.get(connects) ?? new ConnectLine(() => this.#lines.delete(connects));
    this.#lines.set(connects, line);
    let turn: Turn | undefined;
    const serve = async (): Promise<void> => {
      turn = await this.#turn({ connects, max, periodMs, standsMs }, signal);
    };
    // Who gives up leaves the line at once; when it would have been its turn, the next one has it.
    await untilAborted(signal, line.stand(serve, signal, isAgain));
    return turn;
  }

  async #turn(budget: Budget, signal: AbortSignal): Promise<Turn | undefined> {
    const id = randomUUID();
    for (;;) {
      const inMs = await this.#ask(budget, id);
      if (signal.aborted) return undefined;
      if (inMs === 0) break;
      await pause(inMs, signal);
    }
    this.#own.note(budget, id, budget.standsMs);
    let hasEnded = false;
    return {
      end: () => {
        if (!hasEnded) this.#end(budget, id);
        hasEnded = true;
      },
    };
  }

  /** @returns 0 where the turn is taken, else in how many ms to ask again. */
  async #ask(budget: Budget, id: string): Promise<number> {
    const now = performance.now();
    if (now < this.#awayUntil + CAREFUL_MS) {
      const ownMax = Math.max(1, Math.floor(budget.max / this.#parts.collectors()));
      const inMs = this.#own.waitMs(budget, ownMax);
      if (inMs > 0 || now < this.#awayUntil) return inMs;
    }
    try {
      const asked = this.#parts.redis.takeConnect({ ...budget, id });
      const inMs = await inOwnTime(asked, ANSWER_MS, () => undefined);
      if (inMs !== undefined) return inMs;
    } catch {
      // Redis is away, which is reported elsewhere.
    }
    this.#awayUntil = performance.now() + AWAY_MS;
    return this.#ask(budget, id);
  }

  #end(budget: Budget, id: string): void {
    this.#own.note(budget, id, 0);
    if (performance.now() < this.#awayUntil) return;
    const { connects, periodMs } = budget;
    // Where Redis is away the turn ends by itself.
    this.#parts.redis.endConnect({ connects, id, periodMs }).catch(() => undefined);
  }
}

/** An owner may be a token, so keys hold only its hash. */
export function digestOf(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 16);
}
