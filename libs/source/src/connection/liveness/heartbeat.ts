import type { Heartbeat } from '../../source-protocol.js';
import { timerMs } from '../timer-ms.js';

const HEARTBEAT_LEAST_MS = 10;

/**
 * Sends heartbeats as long as it runs. The content and the interval are read again before each,
 * since some platforms tell them in their handshake.
 */
export class HeartbeatTimer {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly heartbeat: () => Heartbeat | undefined,
    private readonly onBeat: (heartbeat: Heartbeat) => void,
  ) {}

  /** Starts, or restarts. */
  start(): void {
    clearTimeout(this.#timer);
    const heartbeat = this.heartbeat();
    if (heartbeat === undefined) return;
    this.#timer = setTimeout(
      () => {
        this.start();
        this.onBeat(heartbeat);
      },
      timerMs(heartbeat.everySeconds * 1000, HEARTBEAT_LEAST_MS),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
