/** One turn's worth of frames, in bytes: about what one read of the socket brings. */
const TURN_BYTES = 48 * 1024;
/** What all sockets together may bring before the rest of the process has its turn. */
const ROUND_BYTES = 1024 * 1024;

/**
 * Lets the rest of the process have its turn. Of a socket that always has more, Node reads up to
 * 2 MiB before it looks at any other, and a thousand sockets may have more at once: the answers
 * of Redis and of MetaStudio would wait for seconds. So a socket rests after a turn's worth until
 * the event loop has been around once, and all of them rest when the round has its fill.
 */
export class Turn {
  /** Whether the socket rests: whoever would have it read on leaves that to the turn. */
  resting = false;
  /** Since it last went on. */
  #bytes = 0;
  readonly #rest: () => void;
  readonly #goOn: () => void;
  readonly #round: Round;

  /** @param rest stops reading; `goOn` reads again. */
  constructor(rest: () => void, goOn: () => void, round: Round = eventLoop) {
    this.#rest = rest;
    this.#goOn = goOn;
    this.#round = round;
  }

  /** The socket is open: from now on it rests with the others. */
  begin(): void {
    this.#round.turns.add(this);
  }

  end(): void {
    this.#round.turns.delete(this);
  }

  /** A frame of so many bytes was handled. */
  took(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= TURN_BYTES) this.rest();
    this.#round.took(bytes);
  }

  get broughtNothing(): boolean {
    return this.#bytes === 0;
  }

  /** Until the event loop has been around. */
  rest(): void {
    if (this.resting) return;
    this.resting = true;
    this.#rest();
    this.#round.resting(this);
  }

  goOn(): void {
    this.#bytes = 0;
    this.resting = false;
    this.#goOn();
  }
}

/** What the sockets of one event loop share. */
export class Round {
  /** Who brought something goes to the end, so that the others are read before it. */
  readonly turns = new Set<Turn>();
  #bytes = 0;
  #resting: Turn[] = [];

  took(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < ROUND_BYTES) return;
    this.#bytes = 0;
    for (const turn of this.turns) turn.rest();
  }

  /** @param turn goes on when the event loop has been around. */
  resting(turn: Turn): void {
    if (this.#resting.push(turn) === 1) setImmediate(() => this.#goOn());
  }

  #goOn(): void {
    const resting = this.#resting;
    this.#resting = [];
    this.#bytes = 0;
    // Sockets are read in the order in which they go on.
    const last = resting.filter((turn) => !turn.broughtNothing);
    for (const turn of resting) if (turn.broughtNothing) turn.goOn();
    for (const turn of last) {
      if (this.turns.delete(turn)) this.turns.add(turn);
      turn.goOn();
    }
  }
}

const eventLoop = new Round();
