import {
  bridgeOfSecond,
  type Claim,
  type FleetRows,
  type FleetTable,
  type OfferTerms,
} from '#event-buffer';
import { BridgeWeights, WORTH_TELLING } from './bridge-weights.js';
import { Copies } from './copies.js';
import type { FleetHands } from './fleet-hands.js';
import { fleetView, heirsOf, isAskedAgain, isFirstFor, isSettling } from './fleet-rows.js';
import type { FleetView, Move } from './fleet-view.js';
import { AWAY_MS, handOverAll } from './hand-over-all.js';
import { HandOvers, OFFER_STANDS_MS } from './hand-overs.js';
import { MoveRound } from './move-round.js';
import { replaceable } from './last-to-come.js';
import { isThere, SILENT_MS } from './presence.js';
import { inWave, planLeave, planMoves, planRescue, SHARE_LIMITS } from './share-plan.js';

/** The times of sharing out, in ms. */
export interface ShareTimes {
  readonly lookEveryMs: number;
  readonly readEveryMs: number;
  /** How long a bridge stays where it was handed over to. */
  readonly staysMs: number;
}

const SHARE_TIMES_DEFAULT: ShareTimes = {
  lookEveryMs: 2000,
  readEveryMs: 250,
  staysMs: SHARE_LIMITS.staysMs,
};

/**
 * A second copy stays until the first one has been connected for this long, in ms: what only the second heard, before
 * that, it keeps for two seconds, and then tells.
 */
const TOLD_MS = 5000;
/** A first copy that another collector has held for this long is connected, and has been for long enough, in ms. */
const HELD_MS = 15_000;

/** How often a collector that is alone weighs its bridges, in ms: nobody plans by that until another comes. */
const ALONE_MEASURES_MS = 10_000;

/** How often a collector that takes or gives reads the offers, in ms. */
const BUSY_READ_MS = 50;

/**
 * Keeps the share of one collector fair: tells the others what it holds, makes the same plan as
 * they do, offers what it is to give, and takes what is offered to it. Free bridges are taken
 * whatever the shares; {@link claim} only says who goes first.
 */
export class FleetShare {
  readonly #table: FleetTable;
  readonly #id: string;
  readonly #host: string;
  readonly #hands: FleetHands;
  readonly #times: ShareTimes;
  readonly #handOvers: HandOvers;
  readonly #weights = new BridgeWeights();
  readonly #round = new MoveRound();
  #measuredAt = -Infinity;
  #rows: FleetRows | undefined;
  #copies: Copies | undefined;
  #heirs: ReadonlyMap<string, string> = new Map();
  #viewedAt = 0;
  #looking: Promise<void> | undefined;
  #looks: NodeJS.Timeout | undefined;
  #reads: NodeJS.Timeout | undefined;
  #isLeaving = false;

  /** @param place the id and the host of this collector. @param livesMs how long a lease lives. */
  constructor(
    table: FleetTable,
    place: { readonly id: string; readonly host: string },
    hands: FleetHands,
    livesMs: number,
    times: ShareTimes = SHARE_TIMES_DEFAULT,
  ) {
    this.#table = table;
    this.#id = place.id;
    this.#host = place.host;
    this.#hands = hands;
    this.#times = times;
    this.#handOvers = new HandOvers(table, place.id, hands, livesMs);
  }

  /** Resolves once it has looked for the first time, whether Redis answered or not. */
  async start(): Promise<void> {
    this.#looks = setInterval(() => void this.#look(), this.#times.lookEveryMs).unref();
    await this.#look();
    this.#readSoon();
  }

  /** What this collector does about a free bridge. */
  claim(bridge: string): Claim {
    if (this.#isLeaving) return 'never';
    const isOld = performance.now() - this.#viewedAt > SILENT_MS;
    const isSecond = bridgeOfSecond(bridge) !== undefined;
    if (isOld || this.#rows === undefined) return isSecond ? 'never' : 'now';
    const copy = this.#copies?.claim(bridge, this.#self) ?? (isSecond ? 'never' : 'now');
    if (copy !== 'now') return copy;
    const heir = this.#heirs.get(bridge);
    if (heir !== undefined) return heir === this.#id ? 'now' : 'later';
    return isFirstFor(this.#hands.kinOf(bridge) ?? bridge, this.#id, this.#rows) ? 'now' : 'later';
  }

  /** How many collectors there were at the last look, including this one. */
  get collectors(): number {
    const { members = [], now = 0 } = this.#rows ?? {};
    return Math.max(1, members.filter((one) => isThere(one, now)).length);
  }

  /** A bridge was removed. Never rejects. */
  async forget(bridge: string): Promise<void> {
    this.#weights.forget(bridge);
    await this.#table.forget(bridge).catch((error: unknown) => this.#hands.failed(error as Error));
  }

  /**
   * Hands over all bridges that another collector can take, and takes none any more. Never rejects, and
   * ends within `LEAVE_MS_MAX`.
   */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    clearInterval(this.#looks);
    clearTimeout(this.#reads);
    void this.#handOvers.leave();
    const hasAny = this.#hands.held()[Symbol.iterator]().next().done !== true;
    await handOverAll({
      patienceMs: hasAny && !this.#isAlone ? AWAY_MS : 0,
      offer: async () => this.#offerToLeave(),
      goOn: async () => Math.max(await this.#handOvers.read(), this.#handOvers.isBusy ? 1 : 0),
    });
  }

  /**
   * Tells the others that it is gone, so that they need not wait for its silence. Never rejects.
   */
  async stop(): Promise<void> {
    await this.#table.leave().catch((error: unknown) => this.#hands.failed(error as Error));
  }

  /** @returns how many bridges others may take that are not on their way yet. */
  async #offerToLeave(): Promise<number> {
    try {
      const rows = await this.#table.view({ isLeaving: true, host: this.#host });
      const view = fleetView(rows);
      const home = planLeave(this.#homeKept(view, rows), this.#id);
      const kept = new Set(home.map(({ bridge }) => bridge));
      // Better with a collector that may not reach its source than with none.
      const far = planLeave(view, this.#id).filter(({ bridge }) => !kept.has(bridge));
      const moves = [...home, ...far];
      await this.#offer(inWave(moves, view), rows.now, { staysMs: 0 });
      return moves.length + (isAskedAgain(rows, this.#id) ? 1 : 0);
    } catch (error) {
      this.#hands.failed(error as Error);
      throw error;
    }
  }

  /** One look at a time. */
  async #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    try {
      const note = { isLeaving: this.#isLeaving, host: this.#host };
      const rows = await this.#table.view(note, this.#changedWeights());
      this.#heirs = heirsOf(rows, this.#rows);
      this.#rows = rows;
      this.#viewedAt = performance.now();
      this.#copies = this.#isAlone ? undefined : new Copies(rows);
      if (!this.#isLeaving) this.#keepApart();
      if (!this.#isLeaving && !this.#isAlone) await this.#rescue(rows);
      if (!this.#isLeaving) await this.#withdrawOutdated(rows);
      if (this.#isLeaving || this.#isAlone) return;
      const view = this.#homeKept(fleetView(rows), rows);
      const moves = planMoves(view, { ...SHARE_LIMITS, staysMs: this.#times.staysMs });
      if (!this.#round.mayMove(view, moves, performance.now()) || isSettling(rows)) return;
      // One whose appends are not taken could not be given, and its taker would have connected for nothing.
      const own = moves.filter(({ from, bridge }) => {
        return from === this.#id && this.#hands.isWell(bridge);
      });
      await this.#offer(own, rows.now, { staysMs: this.#times.staysMs });
    } catch (error) {
      this.#hands.failed(error as Error);
    }
  }

  get #self(): { readonly id: string; readonly host: string } {
    return { id: this.#id, host: this.#host };
  }

  /** Gives up second copies whose first copy is here, too, or on this host though they could be elsewhere. */
  #keepApart(): void {
    for (const lease of this.#hands.heldSeconds()) {
      const bridge = bridgeOfSecond(lease);
      if (bridge !== undefined && this.#isInVain(lease, bridge)) this.#hands.giveUp(lease);
    }
  }

  #isInVain(second: string, bridge: string): boolean {
    if (this.#hands.isHeld(bridge)) return this.#hands.hearsForMs(bridge) >= TOLD_MS;
    if (this.#copies?.isMisplaced(second, this.#self) !== true) return false;
    return this.#copies.heldForMs(bridge) >= HELD_MS;
  }

  get #isAlone(): boolean {
    const { members = [], now = 0 } = this.#rows ?? {};
    return members.every((one) => one.id === this.#id || !isThere(one, now));
  }

  /** Offers bridges whose source cannot be reached from here to collectors that may reach it. */
  async #rescue(rows: FleetRows): Promise<void> {
    const stuck = new Set<string>();
    for (const [bridge] of this.#hands.held()) if (this.#hands.isStuck(bridge)) stuck.add(bridge);
    if (stuck.size === 0) return;
    const moves = planRescue(fleetView(rows), this.#id, stuck);
    await this.#offer(moves, rows.now, { staysMs: 0, stuckMs: SHARE_LIMITS.staysMs });
    this.#handOvers.offeredUnheard(stuck);
  }

  /**
   * Takes back what it offered before a collector came that may replace its taker: it would move again.
   */
  async #withdrawOutdated({ now, members, bridges }: FleetRows): Promise<void> {
    const old = replaceable({ now, members }, this.#times.staysMs);
    if (!old.has(this.#id)) return;
    const outdated = bridges.filter(({ bridge, holder, goesTo = '' }) => {
      return holder === this.#id && old.has(goesTo) && !this.#hands.isStuck(bridge);
    });
    await this.#handOvers.withdraw(outdated.map(({ bridge }) => bridge));
  }

  /**
   * The view with collectors of other hosts barred from bridges whose source only this host is sure to reach.
   */
  #homeKept(view: FleetView, { members }: FleetRows): FleetView {
    const others = members.filter(({ host }) => host !== this.#host).map(({ id }) => id);
    if (others.length === 0) return view;
    const bridges = view.bridges.map((one) => {
      if (one.holder !== this.#id || !this.#hands.isHome(one.name)) return one;
      return { ...one, barred: new Set([...(one.barred ?? []), ...others]) };
    });
    return { ...view, bridges };
  }

  async #offer(
    moves: readonly Move[],
    viewedAt: number,
    terms: Pick<OfferTerms, 'staysMs' | 'stuckMs'>,
  ): Promise<void> {
    if (moves.length === 0) return;
    await this.#table.offer(new Map(moves.map(({ bridge, to }) => [bridge, to])), {
      standsMs: OFFER_STANDS_MS,
      silentMs: SILENT_MS,
      ...terms,
      viewedAt,
      viewAgeMs: this.#times.lookEveryMs,
    });
  }

  /** The weights of bridges held here that the others do not know yet. */
  #changedWeights(): ReadonlyMap<string, number> {
    const now = performance.now();
    const changed = new Map<string, number>();
    if (this.#isAlone && now - this.#measuredAt < ALONE_MEASURES_MS) return changed;
    this.#measuredAt = now;
    const weights = this.#weights.measureAll(this.#hands.held(), now);
    if (weights.size === 0) return changed;
    const known = new Map(this.#rows?.bridges.map(({ bridge, weight }) => [bridge, weight]));
    for (const [bridge, weight] of weights) {
      if (isNews(weight, known.get(bridge))) changed.set(bridge, weight);
    }
    return changed;
  }

  /** Reads the offers soon: one read at a time, and none where there is no other collector. */
  #readSoon(): void {
    if (this.#isLeaving) return;
    const everyMs = this.#handOvers.isBusy ? BUSY_READ_MS : this.#times.readEveryMs;
    this.#reads = setTimeout(() => void this.#read(), everyMs).unref();
  }

  async #read(): Promise<void> {
    if (!this.#isAlone || this.#handOvers.isBusy) await this.#handOvers.read();
    this.#readSoon();
  }
}

/** Whether a weight differs enough from the one that was written last. */
function isNews(weight: number, told: number | undefined): boolean {
  return told === undefined || Math.abs(weight - told) > told * WORTH_TELLING;
}
