import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { askedLeases } from '../scripts/fleet/lease.lua.js';
import { LEASE_TIMES_DEFAULT, OwnLeases, type LeaseTimes } from './own-leases.js';

export interface LaneListener {
  /** This process appends on this lane from now on, under this epoch. */
  held(lane: string, epoch: number): void;
  /** Another process has the lane: nothing is appended until the next `held`. */
  lost(): void;
  /** Redis did not answer. The lane goes on as it was: no other process can have claimed it. */
  renewalFailed(error: Error): void;
}

/** How many processes may take pushes at a time. */
const LANES_MAX = 256;

/**
 * Holds a lane for one process: the lowest number that no other process holds. Pushes may arrive at
 * any process, so their bridges have no holder; each process appends to them on its own lane. The
 * lane's epoch makes a repeated append harmless, and appends of an earlier holder are refused.
 * Lanes are reused, so that Redis does not keep more of them with each restart.
 */
export class LaneKeeper {
  readonly #own: OwnLeases;
  readonly #listener: LaneListener;
  #number = 0;
  #epoch = 0;
  /** Whether a new epoch is wanted, even if the lane is ours. */
  #renews = false;
  #started = false;
  #timer: NodeJS.Timeout | undefined;
  #claim: Promise<boolean> | undefined;
  #stopped = false;

  /** @param holder names this process; unique for every start. */
  constructor(
    redis: BufferRedis,
    keys: BufferKeys,
    holder: string,
    listener: LaneListener,
    times: LeaseTimes = LEASE_TIMES_DEFAULT,
  ) {
    this.#listener = listener;
    this.#own = new OwnLeases(redis, keys, holder, times, (error) => listener.renewalFailed(error));
  }

  /** Claims a lane and renews it; resolves after the first attempt, successful or not. */
  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    await this.#claimAndSchedule();
  }

  /**
   * Soon holds the lane under a newer epoch, and reports it: this process may have appended to a
   * bridge of the same name before, and must not repeat its numbers.
   */
  renew(): void {
    this.#renews = true;
    if (this.#started && !this.#stopped && this.#claim === undefined) this.#schedule(0);
  }

  /** An append under this epoch was refused: another process has the lane by now. */
  refused(epoch: number): void {
    if (epoch === this.#epoch) this.#lose();
  }

  /** The time of day that all processes share, in ms. */
  now(): number {
    return this.#own.clock.now();
  }

  /** Gives the lane back. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#claim;
    await this.#own.release([this.#lane]);
  }

  /** No bridge can have such a name. */
  get #lane(): string {
    return `~${this.#number}`;
  }

  async #claimAndSchedule(): Promise<void> {
    const renews = this.#renews;
    this.#renews = false;
    this.#claim = this.#claimOrRenew(renews);
    const answered = await this.#claim;
    this.#claim = undefined;
    const soon = answered && this.#renews;
    this.#renews ||= renews && !answered;
    if (!this.#stopped) this.#schedule(soon ? 0 : this.#own.times.renewEveryMs);
  }

  #schedule(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#claimAndSchedule(), inMs);
  }

  /** Whether Redis answered. */
  async #claimOrRenew(renews: boolean): Promise<boolean> {
    try {
      for (let tries = 0; tries < LANES_MAX && !this.#stopped; tries++) {
        if (await this.#asked(renews)) break;
        this.#number = (this.#number + 1) % LANES_MAX;
      }
      return true;
    } catch (error) {
      this.#listener.renewalFailed(error as Error);
      return false;
    }
  }

  /** Whether this lane is ours. */
  async #asked(renews: boolean): Promise<boolean> {
    const before = this.#epoch;
    const [lane, known] = [this.#lane, renews ? 0 : before];
    const { others } = await this.#own.renew(askedLeases([[lane, known]]));
    // Pushes to this process came to no other, even if another had the lane in between.
    const epoch = Math.abs(Number(others.get(lane) ?? known));
    // It was given up meanwhile: the next renewal reports it.
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
