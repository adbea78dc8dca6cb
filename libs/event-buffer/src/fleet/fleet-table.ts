import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { BARRED_MS_MAX, OFFERED_MS_MAX } from '../scripts/fleet/fleet-beginning.lua.js';
import type { AnswerOfferCall, FleetCall } from '../scripts/fleet/fleet.lua.js';

/** A collector of the installation, as it last registered itself. All times are ms by Redis's clock. */
export interface MemberRow {
  readonly id: string;
  readonly saidAt: number;
  readonly since: number;
  readonly isLeaving: boolean;
  readonly host: string;
}

/** A bridge that a collector holds. */
export interface PlacementRow {
  readonly bridge: string;
  readonly holder: string;
  readonly epoch: number;
  /** Absent if no collector has told it. */
  readonly weight: number | undefined;
  /** When it was last handed over; 0: never. */
  readonly movedAt: number;
  /** The collector that it is on its way to. */
  readonly goesTo: string | undefined;
  /** Collectors that refused it, and until when each is not asked again. */
  readonly barred: ReadonlyMap<string, number>;
}

/** All collectors and what they hold, at one moment. */
export interface FleetRows {
  readonly now: number;
  readonly members: readonly MemberRow[];
  readonly bridges: readonly PlacementRow[];
}

/**
 * `free`: offered, and its source is not connected; `offered`: its holder keeps it connected, as far as it can.
 */
export type OfferState = 'offered' | 'free' | 'ready' | 'given';

/** An offer: a bridge is to go from one collector to another. */
export interface Offer {
  readonly bridge: string;
  readonly state: OfferState;
  /** The new holder's epoch, once it is given; 0 before. */
  readonly epoch: number;
  readonly from: string;
  readonly to: string;
}

export interface OfferTerms {
  /** How long an offer lasts. */
  readonly standsMs: number;
  /** A collector that wrote nothing for this long counts as gone. */
  readonly silentMs: number;
  /** How long a bridge that was handed over stays where it is; 0: it must move. */
  readonly staysMs: number;
  /** When the view behind this decision was read, and how old it may be. */
  readonly viewedAt: number;
  readonly viewAgeMs: number;
  /**
   * For how long its holder, which cannot reach its source, is not asked to take it back, in ms.
   */
  readonly stuckMs?: number | undefined;
}

/**
 * The table in Redis in which the collectors of an installation record who holds what, and hand
 * bridges over.
 */
export class FleetTable {
  readonly #redis: BufferRedis;
  /** The arguments that all calls share: the keys, and this collector's id. */
  readonly #call: FleetCall;

  /** @param id of this collector. */
  constructor(redis: BufferRedis, keys: BufferKeys, id: string) {
    const { leases, fleet } = keys;
    this.#redis = redis;
    const { members, placements, offers, barred } = fleet;
    this.#call = { leases, members, placements, offers, barred, id };
  }

  /**
   * Registers this collector, and reads the entries of all others.
   * @param weights of bridges that it holds, if they should be written.
   */
  async view(
    note: { readonly isLeaving: boolean; readonly host: string },
    weights: ReadonlyMap<string, number> = new Map(),
  ): Promise<FleetRows> {
    const { isLeaving, host } = note;
    const answer = await this.#redis.viewFleet({
      ...this.#call,
      isLeaving: isLeaving ? 1 : 0,
      host,
      weights,
    });
    return rowsOf(answer);
  }

  /** @returns the bridges that are offered, without those that have changed since. */
  async offer(to: ReadonlyMap<string, string>, terms: OfferTerms): Promise<string[]> {
    if (to.size === 0) return [];
    const { stuckMs = 0 } = terms;
    const answers = await this.#redis.offerBridges({ ...this.#call, ...terms, stuckMs, to });
    return [...to.keys()].filter((_, i) => answers[i] === 1);
  }

  /** The offers to this collector or by it. A bridge that was given to it is told until {@link taken}. */
  async offers(): Promise<Offer[]> {
    const texts = await this.#redis.readOffers(this.#call);
    const offers: Offer[] = [];
    for (let i = 0; i + 4 < texts.length; i += 5) {
      const [bridge, state, epoch, from, to] = texts.slice(i, i + 5) as [
        string,
        keyof typeof STATES,
        ...string[],
      ];
      offers.push({ bridge, state: STATES[state], epoch: Number(epoch), from: from!, to: to! });
    }
    return offers;
  }

  /** This collector is ready to take a bridge. @param standsMs how long it stays ready. */
  async ready(bridge: string, standsMs: number): Promise<boolean> {
    return this.#answer(bridge, 'ready', standsMs);
  }

  /** This collector cannot take a bridge. @param barredMs how long it is not asked again. */
  async refuse(bridge: string, barredMs: number): Promise<boolean> {
    return this.#answer(bridge, 'refused', barredMs);
  }

  /** This collector knows that a bridge was given to it. */
  async taken(bridge: string): Promise<boolean> {
    return this.#answer(bridge, 'taken', 0);
  }

  /** Withdraws an offer of this collector. */
  async withdraw(bridge: string): Promise<boolean> {
    return this.#answer(bridge, 'withdrawn', 0);
  }

  /**
   * Gives a bridge to the collector that is ready for it.
   * @returns the epoch under which another one holds it; 0 if it was not given.
   */
  async give(bridge: string, livesMs: number): Promise<number> {
    return Number(await this.#redis.giveBridge({ ...this.#call, bridge, livesMs }));
  }

  /** Removes this collector. */
  async leave(): Promise<void> {
    await this.#redis.leaveFleet({ ...this.#call, bridges: [] });
  }

  /** Removes a bridge. */
  async forget(bridge: string): Promise<void> {
    await this.#redis.leaveFleet({ ...this.#call, id: '', bridges: [bridge] });
  }

  async #answer(bridge: string, says: AnswerOfferCall['says'], forMs: number): Promise<boolean> {
    return (await this.#redis.answerOffer({ ...this.#call, bridge, says, forMs })) === 1;
  }
}

const STATES = { o: 'offered', f: 'free', r: 'ready', g: 'given' } as const;

function rowsOf(answer: readonly string[]): FleetRows {
  const now = Number(answer[0]);
  let from = 6;
  const lists = [1, 2, 3, 4, 5].map((i) => {
    const list = answer.slice(from, from + Number(answer[i]));
    from += list.length;
    return pairsOf(list);
  });
  const [members, leases, placements, offers, barred] = lists as [Rows, Rows, Rows, Rows, Rows];
  const bridges: PlacementRow[] = [];
  for (const [bridge, text] of leases) {
    const row = placementOf(bridge, text, now, { placements, offers, barred });
    if (row !== undefined) bridges.push(row);
  }
  return { now, members: membersOf(members), bridges };
}

type Rows = ReadonlyMap<string, string>;

function pairsOf(list: readonly string[]): Rows {
  const rows = new Map<string, string>();
  for (let i = 0; i + 1 < list.length; i += 2) rows.set(list[i]!, list[i + 1]!);
  return rows;
}

function membersOf(rows: Rows): MemberRow[] {
  const members: MemberRow[] = [];
  for (const [id, text] of rows) {
    const [, saidAt, since, leaves, host] = /^(\d+):(\d+):(\d):(.*)$/su.exec(text) ?? [];
    if (host === undefined) continue;
    const [said, from] = [Number(saidAt), Number(since)];
    members.push({ id, saidAt: said, since: from, isLeaving: leaves === '1', host });
  }
  return members;
}

/** `undefined` for a bridge that nobody holds, and for lanes. */
function placementOf(
  bridge: string,
  lease: string,
  now: number,
  { placements, offers, barred }: Record<'placements' | 'offers' | 'barred', Rows>,
): PlacementRow | undefined {
  if (bridge.startsWith('~')) return undefined;
  const [, epoch, endsAt, holder = ''] = /^(\d+):(\d+):(.*)$/su.exec(lease) ?? [];
  if (holder === '' || Number(endsAt) <= now) return undefined;
  const [, weight, movedAt] = /^([\d.]+):(\d+)$/u.exec(placements.get(bridge) ?? '') ?? [];
  const [, till, goesTo] = /^[ofr]:(\d+):\d+:[^:]*:([^:]*)$/u.exec(offers.get(bridge) ?? '') ?? [];
  return {
    bridge,
    holder,
    epoch: Number(epoch),
    weight: Number(weight ?? 0) > 0 ? Number(weight) : undefined,
    movedAt: Number(movedAt ?? 0) > now ? 0 : Number(movedAt ?? 0),
    goesTo: isLeft(till, now, OFFERED_MS_MAX) ? goesTo : undefined,
    barred: barredOf(barred.get(bridge), now),
  };
}

function barredOf(text: string | undefined, now: number): ReadonlyMap<string, number> {
  if (text === undefined) return NOBODY;
  const all = text.split(',').map((one): [string, string] => {
    const [id = '', until = '0'] = one.split('=');
    return [id, until];
  });
  const left = all.filter(([, until]) => isLeft(until, now, BARRED_MS_MAX));
  return new Map(left.map(([id, until]) => [id, Number(until)]));
}

/** Whether a bar still holds. One longer than possible was written by a clock that was ahead. */
function isLeft(until: string | undefined, now: number, msMax: number): boolean {
  const left = Number(until ?? 0) - now;
  return left > 0 && left <= msMax;
}

const NOBODY: ReadonlyMap<string, number> = new Map();
