import { pause } from '#timing';
import type { LiveEvent } from '#live-event';
import { decodeGuarded, type FrameDecoder, type FrameSink } from '#source';
import type { RecordedFrame } from './recorded-frame.js';
import type { ReplayBridge } from './replay-bridge.js';

/** At full speed the event loop turns after this many frames, for appends. */
const FRAMES_AT_ONCE = 100;
const WAIT_MS = 200;
/** At full speed a replay fills at most this part of the buffer, and waits then. */
const FILL_MAX = 0.4;

export interface FrameReplayOptions {
  /** 1: as it was recorded; Infinity: as fast as it goes, waiting for the reporter. */
  readonly speed: number;
  readonly maxEvents: number;
  readonly stopped: AbortSignal;
  /** Told what it waits for, besides the time of the next frame. */
  readonly waits: (what: string) => void;
}

/** Gives recorded frames to a bridge, with the pauses that were between them. */
export class FrameReplay implements FrameSink {
  frames = 0;
  malformedFrames = 0;
  readonly #decoder: FrameDecoder;
  readonly #bridge: ReplayBridge;
  readonly #options: FrameReplayOptions;
  #startedAt = 0;
  #firstAt = 0;

  constructor(decoder: FrameDecoder, bridge: ReplayBridge, options: FrameReplayOptions) {
    this.#decoder = decoder;
    this.#bridge = bridge;
    this.#options = options;
  }

  /** Resolves when the frame was decoded; what it holds is appended within milliseconds. */
  async give({ at, frame }: RecordedFrame): Promise<void> {
    if (this.frames === 0) {
      this.#startedAt = performance.now();
      this.#firstAt = at;
    }
    await this.#untilDue(at);
    if (this.#options.stopped.aborted || !this.#bridge.isHeld) return;
    this.frames++;
    decodeGuarded(this.#decoder, frame, this);
  }

  event(event: LiveEvent): void {
    this.#bridge.sink.event(event, Date.now());
  }

  ignored(): void {
    // Frames of no interest do not count, as in the service.
  }

  malformed(): void {
    this.malformedFrames++;
  }

  async #untilDue(at: number): Promise<void> {
    const { speed, stopped } = this.#options;
    if (Number.isFinite(speed)) {
      const due = this.#startedAt + (at - this.#firstAt) / speed;
      const inMs = due - performance.now();
      if (inMs > 1) await pause(inMs, stopped);
    } else if (this.frames % FRAMES_AT_ONCE === FRAMES_AT_ONCE - 1) {
      await pause(0, stopped);
      await this.#untilThereIsRoom();
    }
    while (this.#bridge.budget.isTight && this.#bridge.isHeld && !stopped.aborted) {
      this.#options.waits('Redis is behind');
      await pause(WAIT_MS, stopped);
    }
  }

  async #untilThereIsRoom(): Promise<void> {
    const { maxEvents, stopped, waits } = this.#options;
    while (!stopped.aborted && this.#bridge.isHeld) {
      const depth = await this.#bridge.depth();
      if (depth < maxEvents * FILL_MAX) return;
      waits(`${depth} events wait to be reported`);
      await pause(WAIT_MS, stopped);
    }
  }
}
