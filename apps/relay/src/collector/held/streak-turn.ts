import { aboutMs, pause } from '#timing';

export interface StreakTurnParts {
  /** Takes the turn among all processes; false: another has it. */
  readonly take: () => Promise<boolean>;
  readonly end: () => Promise<unknown>;
  /** Before what comes in the turn is counted; false: it must not be, for it is unknown from where on. */
  readonly begun: () => Promise<boolean>;
  readonly failed: (error: Error) => void;
  readonly now?: () => number;
}

/** A turn that is had; a late one is nobody's. */
interface Had {
  users: number;
  readonly isKnown: boolean;
  readonly openUntil: number;
  readonly over: Promise<void>;
  readonly leave: () => void;
}

/** A push that comes so soon joins the turn; after that others must have theirs. */
const JOINED_MS = 50;
/** A push that has waited longer goes on without: a gift twice rather than never. */
const WAITS_MS = 1000;
const AGAIN_MS = 8;
/**
 * Between two questions no more than this counts, in ms: a process that stood still for longer asks on, since whoever
 * had the turn may have ended it meanwhile.
 */
const COUNTED_MS = 45;

/**
 * One of the processes that a bridge is pushed to counts its gift streaks at a time: two running
 * counts of one streak that arrive at the same moment are counted one behind the other.
 */
export class StreakTurn {
  readonly #parts: StreakTurnParts;
  readonly #now: () => number;
  #had: Had | undefined;
  #coming: Promise<Had> | undefined;

  constructor(parts: StreakTurnParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
  }

  /**
   * Waits for the turn, in the order of the calls. Never rejects.
   *
   * @returns to be called once, when what came in the turn is in the buffer; `undefined` where nothing may be counted
   *   now.
   */
  async enter(): Promise<(() => void) | undefined> {
    let had = this.#had;
    const mayJoin = had !== undefined && had.users > 0 && this.#now() < had.openUntil;
    if (had === undefined || !mayJoin || this.#coming !== undefined) {
      this.#coming ??= this.#next();
      had = await this.#coming;
    }
    had.users++;
    if (had.isKnown) return had.leave;
    had.leave();
    return undefined;
  }

  async #next(): Promise<Had> {
    await this.#had?.over;
    const isOurs = await this.#taken();
    const isKnown = await this.#parts.begun().catch((error: Error) => {
      this.#parts.failed(error);
      return false;
    });
    let over!: () => void;
    const had: Had = {
      users: 0,
      isKnown,
      openUntil: this.#now() + JOINED_MS,
      over: new Promise((resolve) => {
        over = resolve;
      }),
      leave: () => {
        had.users--;
        if (had.users > 0) return;
        this.#had = undefined;
        void (isOurs ? this.#ended() : Promise.resolve()).then(over);
      },
    };
    this.#had = had;
    this.#coming = undefined;
    return had;
  }

  async #taken(): Promise<boolean> {
    let [at, waitedMs] = [this.#now(), 0];
    try {
      while (!(await this.#parts.take())) {
        if (waitedMs >= WAITS_MS) return false;
        await pause(aboutMs(AGAIN_MS));
        const before = at;
        at = this.#now();
        waitedMs += Math.min(at - before, COUNTED_MS);
      }
      return true;
    } catch (error) {
      this.#parts.failed(error as Error);
      return false;
    }
  }

  async #ended(): Promise<void> {
    try {
      await this.#parts.end();
    } catch (error) {
      this.#parts.failed(error as Error);
    }
  }
}
