import type { HeardTime, LedgerReader } from '#event-buffer';
import type { ConnectionListener, EventSink } from '#source';

/** So often Redis is told when sources were last heard, in ms. */
const TOLD_EVERY_MS = 5000;

/** Notes what one source gives, and hands all on. */
export interface HeardSource {
  readonly listener: ConnectionListener;
  readonly sinkTo: (sink: EventSink) => EventSink;
}

/**
 * Keeps in Redis, for `status`, when the last frame and the last event of each source of this process
 * came: a source can be connected and say nothing. One write for all of them. Best effort.
 */
export class HeardTimes {
  readonly #ledger: Pick<LedgerReader, 'noteHeard'>;
  readonly #onError: (error: Error) => void;
  /** What changed since Redis was told. */
  readonly #changed = new Map<string, HeardTime>();
  #timer: NodeJS.Timeout | undefined;

  constructor(ledger: Pick<LedgerReader, 'noteHeard'>, onError: (error: Error) => void) {
    this.#ledger = ledger;
    this.#onError = onError;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tell(), TOLD_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Nothing is told of this bridge any more that it said before. */
  forget(bridge: string): void {
    this.#changed.delete(bridge);
  }

  /** Notes what the source of a bridge gives. */
  noting(bridge: string, listener: ConnectionListener): HeardSource {
    const time: { frameAt?: number; eventAt?: number } = {};
    return {
      listener: {
        ...listener,
        received: (bytes) => {
          time.frameAt = Date.now();
          this.#changed.set(bridge, time);
          listener.received(bytes);
        },
      },
      sinkTo: (sink) => ({
        event: (event, receivedAt) => {
          time.eventAt = receivedAt;
          sink.event(event, receivedAt);
        },
      }),
    };
  }

  async #tell(): Promise<void> {
    if (this.#changed.size === 0) return;
    const changed = new Map(this.#changed);
    this.#changed.clear();
    try {
      await this.#ledger.noteHeard(changed);
    } catch (error) {
      this.#onError(error as Error);
    }
  }
}
