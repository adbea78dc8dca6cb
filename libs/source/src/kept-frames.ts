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

interface TimedFrame extends KeptFrame {
  /** By a clock that never goes back, in ms. */
  readonly at: number;
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
  #frames: TimedFrame[] = [];
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
    this.#frames.push({ ...kept, at: performance.now() });
    this.#bytes += kept.frame.length;
    this.#fill(this.#bytes >= KEPT_BYTES_MAX);
  }

  /** Tells all that was kept, in order, and from now on what comes. */
  tell(): void {
    for (const { gate, ...frame } of this.#end()) gate.tell(frame);
    this.#fill(false);
  }

  /** Whether something was kept for so long, in ms. */
  has(keptMs: number): boolean {
    const [oldest] = this.#frames;
    return oldest !== undefined && performance.now() - oldest.at >= keptMs;
  }

  /**
   * Tells what was kept for so long, in order, and goes on keeping what comes.
   *
   * @param wasTold another process has told it, where it is no event with an id.
   */
  tellOlder(keptMs: number, wasTold: boolean): void {
    const until = performance.now() - keptMs;
    const later = this.#frames.findIndex(({ at }) => at > until);
    const due = this.#frames.splice(0, later === -1 ? this.#frames.length : later);
    for (const { gate, ...frame } of due) {
      this.#bytes -= frame.frame.length;
      gate.tell(frame, wasTold);
    }
    this.#fill(this.#bytes >= KEPT_BYTES_MAX);
  }

  /** Forgets what was kept. */
  discard(): void {
    this.#end();
    this.#fill(false);
  }

  #end(): readonly TimedFrame[] {
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
