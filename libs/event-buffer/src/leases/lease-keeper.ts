import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import {
  LEASE_TIMES_DEFAULT,
  OwnLeases,
  type LeaseTimes,
  type RenewalAnswer,
} from './own-leases.js';
import { WantedLeases } from './wanted-leases.js';

/**
 * What a collector does about a free bridge: takes it now, later (after others had time to), or
 * never.
 */
export type Claim = 'now' | 'later' | 'never';

export interface LeaseListener {
  /** This collector holds the bridge from now on, under this epoch. */
  held(bridge: string, epoch: number): void;
  /** Another collector holds it, or held it until a moment ago: close its socket. */
  lost(bridge: string): void;
  /** Redis did not answer. Leases go on as they were: no other collector can have claimed them. */
  renewalFailed(error: Error): void;
  /** Whether to take a bridge that nobody holds. @defaultValue now */
  claim?(bridge: string): Claim;
}

/** The bridge is free, and left to others. */
const FREE = 'free';
/** How long a free bridge is left to the collector that should take it first, in ms. */
const LATER_MS = 300;

/**
 * Holds the leases of one collector's bridges: claims free ones, renews all in one script, and
 * reports when one is lost. While Redis is away nothing is lost by this collector's own clock:
 * nobody can be given a newer epoch then, and an append under an old one is refused. When Redis is
 * back, a lease is reclaimed with its epoch unless a newer one was issued; and nobody claims one
 * before its holder had time to do so.
 */
export class LeaseKeeper {
  readonly #own: OwnLeases;
  readonly #listener: LeaseListener;
  readonly #wanted = new WantedLeases();
  /**
   * By Redis's clock, in ms: when it last answered, and from when on we may claim what is not ours.
   */
  #heardAt = 0;
  #claimsFrom = 0;
  #timer: NodeJS.Timeout | undefined;
  #renewal: Promise<void> | undefined;
  #started = false;
  /** Whether a bridge was added since the last renewal was sent. */
  #hasNew = false;
  /** The free bridges that were left to others, whose time is over. */
  #left = new Set<string>();
  /** In how many ms the next lease of another collector may end. */
  #endsInMs = Infinity;
  #stopped = false;

  /** @param holder names this process; unique for every start. */
  constructor(
    redis: BufferRedis,
    keys: BufferKeys,
    holder: string,
    listener: LeaseListener,
    times: LeaseTimes = LEASE_TIMES_DEFAULT,
  ) {
    this.#listener = listener;
    this.#own = new OwnLeases(redis, keys, holder, times, (error) => listener.renewalFailed(error));
  }

  /** Starts to claim and renew; resolves after the first attempt, successful or not. */
  async start(bridges: readonly string[] = []): Promise<void> {
    for (const bridge of bridges) this.#wanted.set(bridge, 0);
    this.#started = true;
    await this.#renewAndSchedule();
  }

  /**
   * Claims one more bridge, at once if the keeper has started. A bridge that is held already gets a
   * newer epoch: `held` is called again, and no other collector can come in between.
   */
  want(bridge: string): void {
    if (this.#stopped) return;
    this.#wanted.set(bridge, 0);
    this.#hasNew = true;
    if (this.#started && this.#renewal === undefined) this.#schedule(0);
  }

  /** Gives one bridge back, no longer claims it, and reports nothing more about it. */
  async drop(bridge: string): Promise<void> {
    if (this.#wanted.delete(bridge)) await this.#own.release([bridge]);
  }

  /**
   * Another collector gave this bridge to this one, under this epoch; 0: this one gave it away. The
   * leases say the same, but later.
   */
  handedOver(bridge: string, epoch: number): void {
    const known = this.#wanted.get(bridge);
    // It was removed from here meanwhile: others need not wait for the end of its lease.
    if (known === undefined && epoch !== 0) void this.#own.release([bridge]);
    if (this.#stopped || known === undefined || known === epoch) return;
    if (epoch === 0) {
      this.#wanted.set(bridge, 0);
      this.#listener.lost(bridge);
    } else if (this.#renewal !== undefined) {
      // The answer of a renewal under way may be from before or after the hand-over.
      this.#hasNew = true;
    } else if (epoch > known) {
      this.#wanted.set(bridge, epoch);
      this.#listener.held(bridge, epoch);
    }
  }

  /** The epoch under which a bridge is held, 0 where it is not. */
  epochOf(bridge: string): number {
    return this.#wanted.get(bridge) ?? 0;
  }

  /**
   * An append under this epoch was refused: another collector holds the bridge, or Redis lost its
   * data. Gives the lease up, so that the next claim, perhaps by this collector, gets a newer
   * epoch.
   */
  async refused(bridge: string, epoch: number): Promise<void> {
    if (this.#wanted.get(bridge) !== epoch) return;
    this.#wanted.set(bridge, 0);
    this.#listener.lost(bridge);
    await this.#own.release([bridge]);
  }

  /** The time of day that all processes share, in ms. */
  now(): number {
    return this.#own.clock.now();
  }

  /** Gives all leases back, so that others need not wait for their end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#renewal;
    // All names, since a claim may have been answered too late; leases of others stay theirs.
    const bridges = this.#wanted.names;
    this.#wanted.clear();
    await this.#own.release(bridges);
  }

  async #renewAndSchedule(): Promise<void> {
    this.#hasNew = false;
    this.#renewal = this.#renew();
    await this.#renewal;
    this.#renewal = undefined;
    if (!this.#stopped) this.#schedule(this.#hasNew ? 0 : this.#nextInMs());
  }

  #schedule(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#renewAndSchedule(), inMs);
  }

  /**
   * The next renewal: in time to take a bridge when a dead holder's lease ends, or when others have had their
   * time.
   */
  #nextInMs(): number {
    const { renewEveryMs } = this.#own.times;
    const soon = this.#left.size > 0 ? LATER_MS : this.#endsInMs;
    return Math.min(renewEveryMs, soon);
  }

  async #renew(): Promise<void> {
    this.#endsInMs = Infinity;
    const left = this.#left;
    this.#left = new Set();
    const asked = this.#wanted.asked((bridge) => this.#asksFor(bridge, left));
    if (asked === undefined) return;
    const { before, packed } = asked;
    let answer: RenewalAnswer;
    try {
      answer = await this.#own.renew(packed, {
        heardAt: this.#heardAt,
        claimsFrom: this.#claimsFrom,
      });
    } catch (error) {
      this.#listener.renewalFailed(error as Error);
      return;
    }
    this.#heard(answer.now);
    this.#endsIn(answer.now, answer.endsAt);
    for (const [bridge, text] of answer.others) {
      if (text === FREE) this.#leave(bridge);
      else this.#learn(bridge, before.get(bridge)!, Number(text));
    }
  }

  /** The question about a bridge that is not held: a claim, or whether it is free. */
  #asksFor(bridge: string, left: ReadonlySet<string>): number {
    const claim = this.#listener.claim?.(bridge) ?? 'now';
    return claim === 'now' || (claim === 'later' && left.has(bridge)) ? 0 : -1;
  }

  #leave(bridge: string): void {
    if (this.#listener.claim?.(bridge) !== 'never') this.#left.add(bridge);
  }

  #endsIn(now: number, endsAt: number): void {
    if (endsAt > now) this.#endsInMs = endsAt - now + 1;
  }

  #heard(now: number): void {
    const { livesMs, renewEveryMs } = this.#own.times;
    const wasAway = this.#heardAt > 0 && now - this.#heardAt > livesMs / 2;
    // After an outage, holders get one renewal to reclaim their leases.
    if (wasAway) this.#claimsFrom = now + 2 * renewEveryMs;
    this.#heardAt = now;
  }

  #learn(bridge: string, before: number, answer: number): void {
    const epoch = Math.abs(answer);
    // It was given up meanwhile: the next renewal reports it.
    if (this.#stopped || this.#wanted.get(bridge) !== before || epoch === before) return;
    this.#wanted.set(bridge, epoch);
    if (answer <= 0) this.#listener.lost(bridge);
    if (epoch !== 0) this.#listener.held(bridge, epoch);
  }
}
