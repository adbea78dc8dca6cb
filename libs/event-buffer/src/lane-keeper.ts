import type { BufferKeys } from './buffer-keys.js';
import type { BufferRedis } from './buffer-redis.js';
import { LEASE_TIMES_DEFAULT, type LeaseTimes } from './lease-keeper.js';

export interface LaneListener {
  /** This process appends on this lane from now on, under this epoch. */
  held(lane: string, epoch: number): void;
  /** Another process has the lane: nothing is appended until the next `held`. */
  lost(): void;
  /** Redis did not answer. The lane goes on as it was: who else could have taken it? */
  renewalFailed(error: Error): void;
}

/** How many processes may take pushes at a time. */
export const LANES_MAX = 256;

/**
 * Holds a lane for one process: the lowest number that no other process holds. What is pushed to
 * us may arrive at any process, so its bridges have no holder; each process appends to them on
 * its own lane, whose epoch makes a repeated append harmless and an old holder's refused. Lanes
 * are used again, so what Redis remembers of them does not grow with restarts.
 */
export class LaneKeeper {
  readonly #redis: BufferRedis;
  readonly #key: string;
  readonly #holder: string;
  readonly #listener: LaneListener;
  readonly #times: LeaseTimes;
  #number = 0;
  #epoch = 0;
  #timer: NodeJS.Timeout | undefined;
  #claim: Promise<void> | undefined;
  #stopped = false;

  /** @param holder names this process; unique for every start. */
  constructor(
    redis: BufferRedis,
    keys: BufferKeys,
    holder: string,
    listener: LaneListener,
    times: LeaseTimes = LEASE_TIMES_DEFAULT,
  ) {
    this.#redis = redis;
    this.#key = keys.leases;
    this.#holder = holder;
    this.#listener = listener;
    this.#times = times;
  }

  /** Claims a lane and renews it; resolves after the first attempt, whether it worked or not. */
  async start(): Promise<void> {
    this.#claim = this.#claimOrRenew();
    await this.#claim;
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.start(), this.#times.renewEveryMs);
  }

  /** An append under this epoch was refused: the lane is another's by now. */
  refused(epoch: number): void {
    if (epoch === this.#epoch) this.#lose();
  }

  /** Gives the lane back. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#claim;
    try {
      await this.#redis.releaseLeases(this.#key, this.#holder, this.#lane);
    } catch (error) {
      this.#listener.renewalFailed(error as Error);
    }
  }

  /** No bridge can have such a name. */
  get #lane(): string {
    return `~${this.#number}`;
  }

  async #claimOrRenew(): Promise<void> {
    try {
      for (let tries = 0; tries < LANES_MAX && !this.#stopped; tries++) {
        if (await this.#asked()) return;
        this.#number = (this.#number + 1) % LANES_MAX;
      }
    } catch (error) {
      this.#listener.renewalFailed(error as Error);
    }
  }

  /** Whether this lane is ours. */
  async #asked(): Promise<boolean> {
    const before = this.#epoch;
    const [answer] = await this.#redis.renewLeases(
      this.#key,
      this.#holder,
      this.#times.livesMs,
      0,
      0,
      this.#lane,
      before,
    );
    // What was pushed to us came to nobody else, whoever had the lane between.
    const epoch = Math.abs(Number(answer));
    // Given up while the question was under way: the next renewal tells.
    if (epoch === before || this.#epoch !== before) return epoch !== 0;
    if (epoch === 0) {
      this.#lose();
      return false;
    }
    this.#epoch = epoch;
    this.#listener.held(this.#lane, epoch);
    return true;
  }

  #lose(): void {
    this.#epoch = 0;
    this.#listener.lost();
  }
}
