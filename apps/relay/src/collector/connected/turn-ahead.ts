import type { ConnectPace } from '#platforms';
import type { ConnectionState, SourceProtocol } from '#source';
import type { ConnectTurns, Turn } from '../../network/connect-turns.js';

/** How long a turn that was taken ahead is good, in ms: a collector that takes a bridge over connects within it. */
const GOOD_MS = 10_000;
/** How long it counts whose connection is never told of, in ms. */
const STANDS_MS = GOOD_MS + 5000;

/**
 * The turns of one source to connect. A turn may be taken ahead where the socket may be opened only
 * once another process has closed its own: so the wait is over before the room is left unheard.
 */
export class TurnAhead {
  readonly #turns: Pick<ConnectTurns, 'take'> | undefined;
  readonly #pace: ConnectPace | undefined;
  #goodUntil = -Infinity;
  #turn: Turn | undefined;

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
    if (isTaken) return;
    this.#turn = await this.#turns?.take(url, { pace: this.#pace, isAgain }, signal);
  }

  /**
   * The state of its connection. An address is counted as its socket opens, an account by what is asked of the
   * platform after that.
   */
  changed(state: ConnectionState): void {
    if (state === 'connecting' || (state === 'handshaking' && this.#pace !== undefined)) return;
    this.#turn?.end();
    this.#turn = undefined;
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
      const terms = { pace: this.#pace, standsMs: STANDS_MS };
      this.#turn = await this.#turns?.take(url, terms, signal);
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
