import type { FrameGate } from './connection/frame-gate.js';
import type { Session } from './source-protocol.js';

/** So much is kept unread at most, in bytes; what comes beyond it waits in its socket. */
export const KEPT_BYTES_MAX = 1024 ** 2;

interface KeptFrame {
  readonly gate: FrameGate;
  readonly frame: Buffer;
  readonly isBinary: boolean;
  readonly session: Session;
  readonly receivedAt: number;
}

/**
 * The frames of a connection that listens and may not tell yet: another process still tells what the
 * same room says. They are not even decoded, for what they mean depends on how far gift streaks were
 * counted by then.
 */
export class KeptFrames {
  isHolding = false;
  /** Whether there is room for no more: nothing is to be read. */
  isFull = false;
  #frames: KeptFrame[] = [];
  #bytes = 0;
  readonly #filled: () => void;

  /** @param filled hears when {@link isFull} changes. */
  constructor(filled: () => void) {
    this.#filled = filled;
  }

  /**
   * From now on what comes is kept, once its connection is accepted. Before that it is the
   * protocol's: a handshake.
   */
  hold(): void {
    this.isHolding = true;
  }

  keep(kept: KeptFrame): void {
    this.#frames.push(kept);
    this.#bytes += kept.frame.length;
    this.#fill(this.#bytes >= KEPT_BYTES_MAX);
  }

  /** Tells all that was kept, in order, and from now on what comes. */
  tell(): void {
    for (const { gate, ...frame } of this.#end()) gate.tell(frame);
    this.#fill(false);
  }

  /** Forgets what was kept. */
  discard(): void {
    this.#end();
    this.#fill(false);
  }

  #end(): readonly KeptFrame[] {
    const frames = this.#frames;
    this.isHolding = false;
    this.#frames = [];
    this.#bytes = 0;
    return frames;
  }

  #fill(isFull: boolean): void {
    if (isFull === this.isFull) return;
    this.isFull = isFull;
    this.#filled();
  }
}
