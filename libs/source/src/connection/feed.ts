import type { Socket } from 'node:net';

/** Says how much of what came is handed on before it is asked again whether to go on. */
export interface Portions {
  /** @returns how many of these bytes, counted from the first; 0: the socket is not worth it. */
  portion(bytes: Buffer): number;
}

/** All that one read brought, at once. */
export const WHOLE: Portions = { portion: (bytes) => bytes.length };

/**
 * Hands on what a socket brings, portion by portion, and stops between two of them as soon as the
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
    // Nobody asks for what is unread once the socket has said its last.
    socket.prependListener('end', () => {
      this.#isLast = true;
      this.#goOn();
    });
  }

  /** @param bytes are kept. */
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

/** Has the code that Node gives to a header without end. */
class TooMuchError extends Error {
  readonly code = 'HPE_HEADER_OVERFLOW';

  constructor() {
    super('The server answers without end and does not upgrade.');
  }
}
