import type { RelayLog, RelayMetrics } from '#telemetry';
import { idlePause } from '#timing';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from '../problems/problem.js';
import { addressOf, Tries } from './tries.js';

/** How many wrong tokens of one address are answered at once in a minute: it may have many scripts. */
const WRONG_MAX = 30;
/** How long an address that guesses waits for each answer. */
const WAIT_MS = 2000;

/** Where a token is shown, or the code of a link. */
export type ShownAt = 'api' | 'login' | 'link' | 'metrics' | 'readyz';

interface TokenTriesParts {
  readonly tries?: Tries;
  readonly waitMs?: number;
  readonly keep?: (socket: Socket) => void;
}

const NOTHING = (): void => {};

/**
 * Brakes whoever guesses tokens. A right token is let in whatever its address has shown before: behind a
 * proxy everybody has the same one, and nobody must be able to lock the operator out.
 */
export class TokenTries {
  readonly #refused: (at: ShownAt, address: string) => void;
  readonly #tries: Tries;
  readonly #waitMs: number;
  readonly #keep: (socket: Socket) => void;
  readonly #waiting = new WeakSet<Socket>();

  /**
   * @param refused called for each wrong one. Must be cheap.
   * @param parts `keep` has the port keep the connection of a right one.
   */
  constructor(
    refused: (at: ShownAt, address: string) => void = () => {},
    { tries = new Tries(WRONG_MAX), waitMs = WAIT_MS, keep = NOTHING }: TokenTriesParts = {},
  ) {
    this.#refused = refused;
    this.#tries = tries;
    this.#waitMs = waitMs;
    this.#keep = keep;
  }

  /**
   * Gives what was found for a token that a request shows. One whose address has shown too many wrong ones waits,
   * whether it shows a right one or not: else a guess would cost no more than the time in which a right one is
   * answered. So each has its connection busy, of which the port holds only so many.
   *
   * @param found absent where the token is wrong. @throws {Problem} the answer to a wrong one.
   */
  async judged<T>(
    found: T | undefined,
    at: ShownAt,
    request: IncomingMessage,
    detail: string,
  ): Promise<T> {
    const address = addressOf(request);
    const tooMany = this.#tries.problemOf(address);
    if (found === undefined) {
      this.#refused(at, address);
      this.#tries.add(address);
    }
    if (tooMany !== undefined) {
      // While it waits, those that guess must not take its place.
      if (found !== undefined) this.#keep(request.socket);
      await this.#wait(request.socket, tooMany);
    }
    if (found !== undefined) return found;
    throw tooMany ?? new Problem('invalid-token', detail);
  }

  /** @throws where another request of the connection waits: only who guesses sends several at a time. */
  async #wait(socket: Socket, tooMany: Problem): Promise<void> {
    if (this.#waiting.has(socket)) {
      socket.destroy();
      throw tooMany;
    }
    this.#waiting.add(socket);
    await idlePause(this.#waitMs);
    this.#waiting.delete(socket);
  }
}

/** Tells logs and metrics where a wrong one was shown, and the log from which address. */
export function tokenTelemetry(
  metrics: RelayMetrics,
  log: RelayLog,
): (at: ShownAt, address: string) => void {
  return (at, address) => {
    metrics.tokensRefused.add(1, at);
    const sentence = 'A token was shown that is not one of this relay.';
    log.writeSeldom('warn', 'token_refused', sentence, { reason: at, host: address });
  };
}
