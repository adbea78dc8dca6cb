import type { Socket } from 'node:net';

/** Decides how much is handed on at a time. */
export interface Portions {
  /** @returns how many of these bytes to hand on, from the first; 0: give up the socket. */
  portion(bytes: Buffer): number;
}

/** Hands on all that one read brought at once. */
export const WHOLE: Portions = { portion: (bytes) => bytes.length };

/**
 * Hands on what a socket brings, portion by portion, and stops between two portions as soon as the
 * socket is paused: one read can hold thirty thousand empty frames. It holds no more than what was
 * read before the pause.
 */
export class Feed {
  #unread: Buffer | undefined;
  #isLast = false;

  constructor(
    private readonly socket: Socket,
    private readonly portions: Portions,
  ) {
    socket.on('resume', () => this.#goOn());
    // Once the socket has ended, unread bytes would never be asked for.
    socket.prependListener('end', () => {
      this.#isLast = true;
      this.#goOn();
    });
  }

  /** @param bytes kept until they are handed on. */
  push(bytes: Buffer): void {
    this.#unread = this.#unread === undefined ? bytes : Buffer.concat([this.#unread, bytes]);
    this.#goOn();
  }

  #goOn(): void {
    const { socket } = this;
    while (
      this.#unread !== undefined &&
      !socket.destroyed &&
      (this.#isLast || !socket.isPaused())
    ) {
      const unread: Buffer = this.#unread;
      const length = this.portions.portion(unread);
      this.#unread = length < unread.length ? unread.subarray(length) : undefined;
      if (length === 0) return void socket.destroy(new TooMuchError());
      socket.emit('data', unread.subarray(0, length));
    }
  }
}

/** Has the code that Node uses for an endless header. */
class TooMuchError extends Error {
  readonly code = 'HPE_HEADER_OVERFLOW';

  constructor() {
    super('The server answers without end and does not upgrade.');
  }
}
