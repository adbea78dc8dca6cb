/**
 * The work of handling a frame, in units of about a byte of a message. Fitted to this process's own
 * path from the socket to the outbox; {@link SLICE_WORK} is about a millisecond.
 */
export const FRAME_WORK = 256;
/** The work of an event, or of a part of a frame that is ignored or not understood. */
const ITEM_WORK = 1024;
/** How much work one socket may bring before the others are read. */
export const SLICE_WORK = 64 * 1024;
/**
 * Frames of this size or more are measured: their work depends on their content, up to ten times as
 * much for a list of lists.
 */
const MEASURED_FROM_BYTES = 16 * 1024;
/** How much all sockets together may bring before the event loop turns. */
const ROUND_WORK = 8 * SLICE_WORK;
/**
 * A socket that used more slices than this at once, as one large frame can, is stopped longer for
 * each.
 */
const OVERDRAWN_SLICES = 4;
const STOPPED_MS_A_SLICE = 4;
const STOPPED_MS_MAX = 1000;

/**
 * The work of a frame. For a large one it is measured in processor time, which stands still while
 * other processes run.
 * @param handle handles the frame, and returns how many items it held.
 */
export function workOfFrame(bytes: number, handle: () => number): number {
  const before = bytes < MEASURED_FROM_BYTES ? undefined : process.cpuUsage();
  const counted = FRAME_WORK + bytes + handle() * ITEM_WORK;
  if (before === undefined) return counted;
  const { user, system } = process.cpuUsage(before);
  return Math.max(counted, ((user + system) / 1000) * SLICE_WORK);
}

/**
 * Keeps one socket from holding up the rest of the process. From a socket that always has more,
 * Node reads up to 2 MiB before it looks at any other, and a thousand sockets may have more at
 * once: the answers of Redis and MetaStudio would wait for seconds. So a socket stops once its
 * slice is spent, until the event loop has turned; all of them stop once the {@link Round} is
 * spent. Work is counted, not bytes: fifty thousand empty frames are a hundred kilobytes.
 */
export class Slice {
  /** Whether the socket is stopped: only this slice may resume it. */
  isSpent = false;
  /** The work since it was last resumed. */
  #work = 0;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #stop: () => void;
  readonly #goOn: () => void;
  readonly #round: Round;

  /** @param stop stops reading the socket; `goOn` resumes. */
  constructor(stop: () => void, goOn: () => void, round: Round = eventLoop) {
    this.#stop = stop;
    this.#goOn = goOn;
    this.#round = round;
  }

  /** The socket is open: from now on it stops with the others. */
  begin(): void {
    this.#round.slices.add(this);
  }

  /** The socket is closed: it is never resumed. */
  end(): void {
    this.#ended = true;
    this.#round.slices.delete(this);
    clearTimeout(this.#timer);
  }

  /** Adds the work of what was handled. */
  took(work: number): void {
    this.#work += work;
    if (this.#work >= SLICE_WORK) this.spend();
    this.#round.took(work);
  }

  get broughtNothing(): boolean {
    return this.#work === 0;
  }

  /** Stops the socket until the event loop has turned, and longer if it was far overdrawn. */
  spend(): void {
    if (this.isSpent) return;
    this.isSpent = true;
    this.#stop();
    this.#round.spent(this);
  }

  /** The event loop has turned. */
  wake(): void {
    if (this.#ended) return;
    const slices = this.#work / SLICE_WORK;
    if (slices < OVERDRAWN_SLICES) return this.goOn();
    this.#timer = setTimeout(
      () => this.goOn(),
      Math.min(slices * STOPPED_MS_A_SLICE, STOPPED_MS_MAX),
    );
  }

  goOn(): void {
    this.#work = 0;
    this.isSpent = false;
    this.#goOn();
  }
}

/** The slices of all sockets of one event loop. */
export class Round {
  /** In the order in which their sockets are read: one that brought something moves to the end. */
  readonly slices = new Set<Slice>();
  #work = 0;
  #spent: Slice[] = [];
  /** Sockets that brought something, and wait until those that did not have been read. */
  #late: Slice[] = [];
  #isAwaited = false;

  took(work: number): void {
    this.#work += work;
    if (this.#work < ROUND_WORK) return;
    this.#work = 0;
    for (const slice of this.slices) slice.spend();
  }

  /** @param slice is woken when the event loop has turned. */
  spent(slice: Slice): void {
    this.#spent.push(slice);
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
    // They may handle buffered data right here, and spend the round before anything is read.
    else this.#wake(this.#late.splice(0));
    if (this.#late.length + this.#spent.length > 0) this.#await();
  }

  #begin(): void {
    const spent = this.#spent.splice(0);
    const first = spent.filter((slice) => slice.broughtNothing);
    const last = spent.filter((slice) => !slice.broughtNothing);
    for (const slice of first) slice.wake();
    if (first.length > 0) this.#late = last;
    else this.#wake(last);
  }

  /** Sockets are read in the order in which they resume. */
  #wake(slices: readonly Slice[]): void {
    for (const slice of slices) {
      if (this.slices.delete(slice)) this.slices.add(slice);
      slice.wake();
    }
  }
}

const eventLoop = new Round();
