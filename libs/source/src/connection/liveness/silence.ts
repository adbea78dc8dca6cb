import { timerMs } from '../timer-ms.js';

const TICKS = 4;

/**
 * Tells a quiet line from a dead one. It counts quiet quarters of `silenceMs` instead of reading a
 * clock for every frame; so the line counts as dead after `silenceMs` to a quarter more, and a
 * process that was suspended first reads what has arrived meanwhile.
 */
export class SilenceWatchdog {
  /** Set by everything that arrives. */
  heard = false;
  /** While we do not read, silence means nothing. */
  paused = false;
  #quietTicks = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param silenceMs asked each time: a platform may tell it in its handshake.
   * @param onQuiet half of the silence has passed.
   * @param onDead all of it has; the watchdog has stopped.
   */
  constructor(
    private readonly silenceMs: () => number,
    private readonly onQuiet: () => void,
    private readonly onDead: () => void,
  ) {}

  start(): void {
    this.#timer = setTimeout(() => this.#tick(), timerMs(this.silenceMs() / TICKS, 1));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #tick(): void {
    if (this.heard || this.paused) this.#quietTicks = 0;
    else this.#quietTicks += 1;
    this.heard = false;
    if (this.#quietTicks >= TICKS) return this.onDead();
    this.start();
    if (this.#quietTicks === TICKS / 2) this.onQuiet();
  }
}
