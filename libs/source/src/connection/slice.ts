/**
 * What handling costs, in units of about what a byte of a message costs. Fitted to this process's
 * own path from the socket to the outbox; a turn is about a millisecond.
 */
export const FRAME_WORK = 256;
/** An event, or a part of a frame that is ignored or not understood. */
const ITEM_WORK = 1024;
export const TURN_WORK = 64 * 1024;
/** What a frame of so many bytes costs depends on what it is made of: a list of lists, ten times as much. */
const MEASURED_FROM_BYTES = 16 * 1024;
/** What all sockets together may bring before the rest of the process has its turn. */
const ROUND_WORK = 8 * TURN_WORK;
/** Who took more turns than this at once, which one large frame can do, rests for each of them. */
const OVERDRAWN_TURNS = 4;
const REST_MS_A_TURN = 4;
const REST_MS_MAX = 1000;

/**
 * What a frame costs. A large one is measured, by the processor's time, which stands still while others have it.
 *
 * @param handle does it, and says how many items it held.
 */
export function workOfFrame(bytes: number, handle: () => number): number {
  const before = bytes < MEASURED_FROM_BYTES ? undefined : process.cpuUsage();
  const counted = FRAME_WORK + bytes + handle() * ITEM_WORK;
  if (before === undefined) return counted;
  const { user, system } = process.cpuUsage(before);
  return Math.max(counted, ((user + system) / 1000) * TURN_WORK);
}

/**
 * Lets the rest of the process have its turn. Of a socket that always has more, Node reads up to
 * 2 MiB before it looks at any other, and a thousand sockets may have more at once: the answers
 * of Redis and of MetaStudio would wait for seconds. So a socket rests after a turn's worth until
 * the event loop has been around once, and all of them rest when the round has its fill. What counts is
 * work, not bytes: fifty thousand empty frames are a hundred kilobytes.
 */
export class Turn {
  /** Whether the socket rests: whoever would have it read on leaves that to the turn. */
  resting = false;
  /** Since it last went on. */
  #work = 0;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
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

  /** It is never read on. */
  end(): void {
    this.#ended = true;
    this.#round.turns.delete(this);
    clearTimeout(this.#timer);
  }

  /** Something was handled. */
  took(work: number): void {
    this.#work += work;
    if (this.#work >= TURN_WORK) this.rest();
    this.#round.took(work);
  }

  get broughtNothing(): boolean {
    return this.#work === 0;
  }

  /** Until the event loop has been around, and for as long as what it overdrew took others. */
  rest(): void {
    if (this.resting) return;
    this.resting = true;
    this.#rest();
    this.#round.resting(this);
  }

  /** The event loop has been around. */
  wake(): void {
    if (this.#ended) return;
    const turns = this.#work / TURN_WORK;
    if (turns < OVERDRAWN_TURNS) return this.goOn();
    this.#timer = setTimeout(() => this.goOn(), Math.min(turns * REST_MS_A_TURN, REST_MS_MAX));
  }

  goOn(): void {
    this.#work = 0;
    this.resting = false;
    this.#goOn();
  }
}

/** What the sockets of one event loop share. */
export class Round {
  /** Who brought something goes to the end, so that the others are read before it. */
  readonly turns = new Set<Turn>();
  #work = 0;
  #resting: Turn[] = [];
  /** Who brought something, and lets those who did not be read before him. */
  #late: Turn[] = [];
  #isAwaited = false;

  took(work: number): void {
    this.#work += work;
    if (this.#work < ROUND_WORK) return;
    this.#work = 0;
    for (const turn of this.turns) turn.rest();
  }

  /** @param turn goes on when the event loop has been around. */
  resting(turn: Turn): void {
    this.#resting.push(turn);
    this.#await();
  }

  #await(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    setImmediate(() => this.#goOn());
  }

  #goOn(): void {
    this.#isAwaited = false;
    this.#work = 0;
    if (this.#late.length === 0) this.#begin();
    // What they hold they may handle right here, and fill the round before anything is read.
    else this.#wake(this.#late.splice(0));
    if (this.#late.length + this.#resting.length > 0) this.#await();
  }

  #begin(): void {
    const resting = this.#resting.splice(0);
    const first = resting.filter((turn) => turn.broughtNothing);
    const last = resting.filter((turn) => !turn.broughtNothing);
    for (const turn of first) turn.wake();
    if (first.length > 0) this.#late = last;
    else this.#wake(last);
  }

  /** Sockets are read in the order in which they go on. */
  #wake(turns: readonly Turn[]): void {
    for (const turn of turns) {
      if (this.turns.delete(turn)) this.turns.add(turn);
      turn.wake();
    }
  }
}

const eventLoop = new Round();
