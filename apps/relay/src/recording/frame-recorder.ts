import { firstEvent } from '#timing';
import type { Writable } from 'node:stream';
import { Connection, type ConnectionListener, type ConnectionOptions } from '#source';
import type { SourceProtocol } from '#source';
import { textFor } from '../listing/terminal-text.js';
import { formatFrame } from './recorded-frame.js';
import { observedProtocol } from './observed-protocol.js';

export interface RecorderParts {
  readonly to: Writable;
  readonly listener: ConnectionListener;
  readonly connection: Partial<ConnectionOptions>;
}

/**
 * Connects a source and writes each of its frames as it arrives, a line of JSON each. Where the
 * reader is slower than the source, the source waits.
 */
export class FrameRecorder {
  readonly #to: Writable;
  readonly #link: Connection;
  #frames = 0;
  #waiting = false;

  constructor(protocol: SourceProtocol, { to, listener, connection }: RecorderParts) {
    this.#to = to;
    const observed = observedProtocol(protocol, (frame) => {
      this.#frames++;
      const line = `${formatFrame({ at: Date.now(), frame })}\n`;
      if (!to.write(textFor(to, line))) void this.#waitForReader();
    });
    this.#link = new Connection(observed, { event: () => {} }, listener, connection);
  }

  /** How many frames were recorded so far. */
  get frames(): number {
    return this.#frames;
  }

  start(): void {
    this.#link.connect();
  }

  async stop(): Promise<void> {
    await this.#link.stop();
  }

  async #waitForReader(): Promise<void> {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#link.pause();
    // The command notices a reader that has gone, and stops.
    if (!this.#to.closed) await firstEvent(this.#to, ['drain', 'error', 'close']);
    this.#waiting = false;
    this.#link.resume();
  }
}
