import type { FrameGate } from './connection/frame-gate.js';
import type { Session } from './source-protocol.js';

/** The most that is kept, in bytes; anything beyond waits in its socket. */
const KEPT_BYTES_MAX = 1024 ** 2;
/** The most that all connections of a process keep, in bytes: Redis may be away, and there may be a thousand. */
const ALL_KEPT_BYTES_MAX = 64 * 1024 ** 2;
/** What a kept frame takes beside its own bytes: of small ones, or empty ones, there may be millions. */
const BESIDE_BYTES = 256;

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
 * The frames of a connection that may not report events yet, since another process still reports
 * the same room. They are kept undecoded: their meaning depends on how far gift streaks will have
 * been counted.
 */
export class KeptFrames {
  /** What all connections of this process keep. */
  static #allBytes = 0;
  isKeeping = false;
  /** Whether there is no room for more, so that reading must stop. */
  isFull = false;
  #frames: TimedFrame[] = [];
  #bytes = 0;
  #isTold = true;
  readonly #filled: () => void;

  /** @param filled hears when {@link isFull} changes. */
  constructor(filled: () => void) {
    this.#filled = filled;
  }

  /**
   * Keeps frames from now on, once the connection is accepted: before that they are the handshake.
   * @param isTold whether another process hears the room, and reports their events.
   */
  begin(isTold = true): void {
    this.isKeeping = true;
    this.#isTold = isTold;
  }

  keep(kept: KeptFrame): void {
    this.#frames.push({ ...kept, at: performance.now() });
    this.#grow(keptBytes(kept.frame));
  }

  /**
   * Hands on all kept frames, in order, and keeps none from now on.
   * @param wasTold whether another process has reported their events; see {@link tellOlder}.
   */
  tell(wasTold = this.#isTold): void {
    this.isKeeping = false;
    for (const { gate, ...frame } of this.#take()) gate.tell(frame, wasTold);
    this.#grow(0);
  }

  /** Since when the oldest frame is kept, by `performance.now()`; absent where none is. */
  get since(): number | undefined {
    return this.#frames[0]?.at;
  }

  /** Whether a frame was kept for at least this long, in ms. */
  has(keptMs: number): boolean {
    return performance.now() - (this.since ?? Infinity) >= keptMs;
  }

  /**
   * Hands on frames that were kept for at least this long, in order, and goes on keeping new ones.
   * @param wasTold whether another process has reported their events; those with an id are handed
   *   on again, and are matched by it.
   */
  tellOlder(keptMs: number, wasTold: boolean): void {
    const until = performance.now() - keptMs;
    const later = this.#frames.findIndex(({ at }) => at > until);
    const due = this.#frames.splice(0, later === -1 ? this.#frames.length : later);
    const bytes = due.reduce((sum, { frame }) => sum + keptBytes(frame), 0);
    this.#grow(-bytes);
    for (const { gate, ...frame } of due) gate.tell(frame, wasTold);
  }

  /** Forgets the kept frames. Those of the next connection are kept as before: it is the same room. */
  discard(): void {
    this.#take();
    this.#grow(0);
  }

  #take(): readonly TimedFrame[] {
    const frames = this.#frames;
    this.#frames = [];
    KeptFrames.#allBytes -= this.#bytes;
    this.#bytes = 0;
    return frames;
  }

  #grow(bytes: number): void {
    this.#bytes += bytes;
    KeptFrames.#allBytes += bytes;
    // One that keeps nothing must read on: nothing would have it look again.
    const isShort = this.#bytes > 0 && KeptFrames.#allBytes >= ALL_KEPT_BYTES_MAX;
    const isFull = this.#bytes >= KEPT_BYTES_MAX || isShort;
    if (isFull === this.isFull) return;
    this.isFull = isFull;
    this.#filled();
  }
}

/** How much memory a frame takes while it is kept, about. */
export function keptBytes(frame: Buffer): number {
  return frame.length + BESIDE_BYTES;
}
