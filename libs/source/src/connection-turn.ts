/** One turn's worth of frames, in bytes: about what one read of the socket brings. */
const TURN_BYTES = 48 * 1024;

/**
 * Lets the rest of the process have its turn. Of a socket that always has more, Node reads up to
 * 2 MiB before it looks at any other: the answers of Redis and of MetaStudio would wait a tenth
 * of a second for each of a hot room's turns. So the socket rests after each turn's worth until
 * the event loop has been around once.
 */
export class Turn {
  #bytes = 0;
  #resting = false;
  readonly #rest: () => void;
  readonly #goOn: () => void;

  /** @param rest stops reading; `goOn` reads again. */
  constructor(rest: () => void, goOn: () => void) {
    this.#rest = rest;
    this.#goOn = goOn;
  }

  /** Whether the socket rests: whoever resumes it otherwise leaves it to the turn. */
  get resting(): boolean {
    return this.#resting;
  }

  /** A frame of so many bytes was handled. */
  took(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < TURN_BYTES || this.#resting) return;
    this.#bytes = 0;
    this.#resting = true;
    this.#rest();
    setImmediate(() => {
      this.#resting = false;
      this.#goOn();
    });
  }
}
