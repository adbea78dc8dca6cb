import type { ConnectPace } from '#platforms';
import type { SourceProtocol } from '#source';
import type { ConnectTurns } from '../../network/connect-turns.js';

/** How long a turn that was taken ahead is good, in ms: a collector that takes a bridge over connects within it. */
const GOOD_MS = 10_000;

/**
 * The turns of one source to connect. A turn may be taken ahead where the socket may be opened only
 * once another process has closed its own: so the wait is over before nobody hears the room.
 */
export class TurnAhead {
  readonly #turns: Pick<ConnectTurns, 'take'> | undefined;
  readonly #pace: ConnectPace | undefined;
  #goodUntil = -Infinity;

  /** @param pace of the platform for the account, where it has one. */
  constructor(turns: Pick<ConnectTurns, 'take'> | undefined, pace: ConnectPace | undefined) {
    this.#turns = turns;
    this.#pace = pace;
  }

  /**
   * Resolves when it is its turn, or `signal` aborts. Never rejects.
   *
   * @param isAgain as {@link ConnectTurns.take} has it.
   */
  async take(url: string, signal: AbortSignal, isAgain?: () => boolean): Promise<void> {
    const isTaken = performance.now() < this.#goodUntil;
    this.#goodUntil = -Infinity;
    if (!isTaken) await this.#turns?.take(url, this.#pace, signal, isAgain);
  }

  /**
   * Takes the turn of the next attempt. Never rejects: what the source cannot tell, its attempt will.
   *
   * @returns whether it has it, or needs none.
   */
  async takeAhead(protocol: SourceProtocol, signal: AbortSignal): Promise<boolean> {
    try {
      const url = protocol.asksAt ?? (await addressOf(protocol, signal));
      if (url === undefined) return true;
      await this.take(url, signal);
    } catch {
      return true;
    }
    if (signal.aborted) return false;
    this.#goodUntil = performance.now() + GOOD_MS;
    return true;
  }
}

async function addressOf(protocol: SourceProtocol, signal: AbortSignal) {
  const { url, asksForTurn } = await protocol.connectTo(signal);
  return asksForTurn === true ? undefined : url;
}
