import { aboutMs, pause } from '#timing';
import type { FleetTable, Offer } from '#event-buffer';
import type { FleetHands, MoveReason, PrepareAnswer } from './fleet-hands.js';

/** How long an offer stands, in ms. */
export const OFFER_STANDS_MS = 10_000;
/** And again once its taker is ready: for as long as the giver may take. */
const READY_STANDS_MS = 45_000;
/** How long a collector that could not take a bridge is not asked again, in ms. */
const BARRED_MS = { refused: 10 * 60_000, later: 15_000 } as const;
/** How long the taker has to get ready, in ms. */
const PREPARE_MS = 8000;
/** How long the giver waits, with its source open, for a Redis that takes what comes, in ms. */
const CATCH_UP_MS = 5000;
/**
 * And then for Redis to take what is left, and to give the bridge, in ms: as long as events wait for Redis. A source
 * that is closed hears nothing meanwhile, so it goes on soon.
 */
const SETTLE_MS = { hearing: 30_000, closed: 5000 } as const;
const GIVE_MS = { hearing: 30_000, closed: 2000 } as const;
/**
 * After this long without an answer of Redis, a bridge that was to be taken does not come, in ms. Not
 * before its offer is surely over: it may be given all the while, and what was heard until then no other
 * process has.
 */
const FORGOTTEN_MS = OFFER_STANDS_MS + READY_STANDS_MS + 5000;
/** How many bridges one process gets ready for at a time. */
const PREPARING_MAX = 40;
const RETRY_MS = 200;

interface Taking {
  readonly since: number;
  isPreparing: boolean;
}

/**
 * Carries out, on this process, what collectors offer each other; each bridge is a hand-over of its
 * own.
 */
export class HandOvers {
  readonly #table: FleetTable;
  readonly #id: string;
  readonly #hands: FleetHands;
  readonly #livesMs: number;
  /** The bridges that others give to this process, by name. */
  readonly #taking = new Map<string, Taking>();
  /** The bridges that this process gives. */
  readonly #giving = new Set<string>();
  /** The bridges that this process offers since it cannot connect them. */
  readonly #unheard = new Set<string>();
  #preparing = 0;
  #reason: MoveReason = 'share';

  /** @param livesMs how long a lease lives. */
  constructor(table: FleetTable, id: string, hands: FleetHands, livesMs: number) {
    this.#table = table;
    this.#id = id;
    this.#hands = hands;
    this.#livesMs = livesMs;
  }

  /** Whether this process has begun a hand-over that is not over. */
  get isBusy(): boolean {
    return this.#taking.size + this.#giving.size > 0;
  }

  /**
   * This process stops: it takes nothing any more. What was given to it before Redis knew so it takes, and
   * {@link read} tells it. Never rejects.
   */
  async leave(): Promise<void> {
    this.#reason = 'stop';
    await Promise.all([...this.#taking.keys()].map(async (bridge) => this.#decline(bridge)));
  }

  /**
   * These bridges were offered since their sources cannot be reached from here: where one is reached after all, it
   * stays, for its taker tells what it has heard itself.
   */
  offeredUnheard(bridges: Iterable<string>): void {
    for (const bridge of bridges) this.#unheard.add(bridge);
  }

  /** Looks at the offers, and goes on with each. @returns how many of this process's own are open. */
  async read(): Promise<number> {
    let offers: readonly Offer[];
    try {
      offers = await this.#table.offers();
    } catch (error) {
      this.#hands.failed(error as Error);
      this.#forget((_, { since }) => performance.now() - since > FORGOTTEN_MS);
      return this.#giving.size;
    }
    const open = new Set(offers.map(({ bridge }) => bridge));
    for (const bridge of this.#unheard) if (!open.has(bridge)) this.#unheard.delete(bridge);
    for (const offer of offers) {
      if (offer.to === this.#id) this.#incoming(offer);
      else if (offer.state === 'ready') this.#outgoing(offer.bridge);
    }
    this.#forget((bridge, { isPreparing }) => !open.has(bridge) && !isPreparing);
    return offers.filter(({ from, state }) => from === this.#id && state !== 'given').length;
  }

  /** Takes back offers of this process, but for those whose source is being closed already. */
  async withdraw(bridges: readonly string[]): Promise<void> {
    const open = bridges.filter((bridge) => !this.#giving.has(bridge));
    await Promise.all(open.map(async (bridge) => this.#table.withdraw(bridge)));
  }

  /** Only what cannot be given any more is let go: its giver tells nothing of what this process has heard. */
  async #decline(bridge: string): Promise<void> {
    try {
      const isOver = await this.#table.refuse(bridge, BARRED_MS.later);
      if (isOver && this.#taking.delete(bridge)) this.#hands.unprepare(bridge);
    } catch (error) {
      this.#hands.failed(error as Error);
    }
  }

  #forget(isOver: (bridge: string, taking: Taking) => boolean): void {
    for (const [bridge, taking] of this.#taking) {
      if (!isOver(bridge, taking)) continue;
      this.#taking.delete(bridge);
      this.#hands.unprepare(bridge);
    }
  }

  #incoming({ bridge, state, epoch }: Offer): void {
    if (state === 'given') {
      this.#hands.handedOver(bridge, epoch);
      // A renewal that is under way has the last word: it is told again, or belongs to another by then.
      if (this.#hands.canTake(bridge) && !this.#hands.isHeld(bridge)) return;
      this.#taking.delete(bridge);
      void this.#table.taken(bridge).catch((error: unknown) => this.#hands.failed(error as Error));
      return;
    }
    if (this.#taking.has(bridge) || state === 'ready') return;
    // The others wait for the next look.
    if (this.#preparing < PREPARING_MAX) void this.#prepare(bridge, state === 'free');
  }

  async #prepare(bridge: string, isFree: boolean): Promise<void> {
    const taking = { since: performance.now(), isPreparing: true };
    this.#taking.set(bridge, taking);
    this.#preparing++;
    const readiness = await this.#readiness(bridge, isFree);
    const isReady = readiness === 'ready' && this.#reason !== 'stop';
    try {
      if (isReady) await this.#table.ready(bridge, READY_STANDS_MS);
      else
        await this.#table.refuse(bridge, BARRED_MS[readiness === 'refused' ? readiness : 'later']);
    } catch (error) {
      this.#hands.failed(error as Error);
    }
    this.#preparing--;
    taking.isPreparing = false;
    if (!isReady && this.#taking.delete(bridge)) this.#hands.unprepare(bridge);
  }

  async #readiness(bridge: string, isFree: boolean): Promise<PrepareAnswer> {
    if (this.#reason === 'stop') return 'later';
    if (!this.#hands.canTake(bridge)) return 'refused';
    return this.#hands.prepare(bridge, AbortSignal.timeout(PREPARE_MS), isFree);
  }

  #outgoing(bridge: string): void {
    if (!this.#giving.has(bridge)) void this.#give(bridge);
  }

  async #give(bridge: string): Promise<void> {
    this.#giving.add(bridge);
    const isStuck = this.#hands.isStuck(bridge);
    const enough = AbortSignal.timeout(CATCH_UP_MS);
    const mayGive = isStuck || !this.#unheard.has(bridge);
    const state = mayGive ? await this.#hands.handOver(bridge, enough, SETTLE_MS) : 'unsettled';
    const isGiven = state !== 'unsettled' && (await this.#given(bridge, GIVE_MS[state]));
    if (isGiven) {
      this.#hands.handedOver(bridge, 0);
      this.#hands.moved(bridge, isStuck ? 'stuck' : this.#reason);
    } else {
      this.#hands.goOn(bridge);
      await this.#table.withdraw(bridge).catch((error: unknown) => {
        this.#hands.failed(error as Error);
      });
    }
    this.#giving.delete(bridge);
  }

  /** Gives a bridge. Repeated where an answer was lost, which is harmless. */
  async #given(bridge: string, withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    do {
      try {
        return (await this.#table.give(bridge, this.#livesMs)) > 0;
      } catch (error) {
        this.#hands.failed(error as Error);
        await pause(aboutMs(RETRY_MS));
      }
    } while (performance.now() < until);
    return false;
  }
}
