import assert from 'node:assert';
import { GONE_SILENT_MS } from '#event-buffer';
import { isSettling } from '../../../apps/relay/src/collector/share/fleet-rows.js';
import type { FleetView, Move } from '../../../apps/relay/src/collector/share/fleet-view.js';
import { MoveRound } from '../../../apps/relay/src/collector/share/move-round.js';
import {
  planLeave,
  planMoves,
  SHARE_LIMITS,
  WORTH_MOVING,
} from '../../../apps/relay/src/collector/share/share-plan.js';
import { Chance } from './virtual-world.js';

const TICK_MS = 250;
const LOOK_EVERY_MS = 2000;
const LEASE_MS = 8000;
/** A collector that is silent for this long counts as gone. */
const SILENT_MS = 6000;

interface Held {
  holder: string;
  endsAt: number;
  since: number;
}

interface Actor {
  readonly id: string;
  readonly since: number;
  saidAt: number;
  nextLook: number;
  suspendedUntil: number;
  isLeaving: boolean;
  readonly round: MoveRound;
  /** How many bridges it hands over at a time when it leaves. */
  atATime: number;
  /** The moves that it plans, and when it carries them out: its view may be outdated by then. */
  plan: { readonly moves: readonly Move[]; readonly at: number } | undefined;
}

export interface FleetFaults {
  /** How late a plan is carried out, in ms. */
  readonly lagMs: number;
  /** The probability that nobody answers an offer. */
  readonly lost: number;
}

/**
 * Collectors that share out bridges with the code of the relay, in virtual time and without Redis.
 */
export class FleetModel {
  readonly actors = new Map<string, Actor>();
  readonly held = new Map<string, Held>();
  readonly movedAt = new Map<string, number[]>();
  readonly #weights = new Map<string, number>();
  /** The collectors that stopped in order: the fleet table keeps them for a while. */
  readonly #gone: Actor[] = [];
  readonly #chance: Chance;
  readonly #faults: FleetFaults;
  /** Since when each unheld bridge has no holder. */
  readonly #unheldSince = new Map<string, number>();
  unheldMsMax = 0;
  now = 1_800_000_000_000;
  #made = 0;

  constructor(seed: number, weights: readonly number[], faults: FleetFaults) {
    this.#chance = new Chance(seed);
    this.#faults = faults;
    weights.forEach((weight, i) => this.#weights.set(`bridge-${i}`, weight));
  }

  join(): string {
    const id = `collector-${this.#made++}`;
    const nextLook = this.now + this.#chance.next() * LOOK_EVERY_MS;
    const { now } = this;
    this.actors.set(id, {
      id,
      since: now,
      saidAt: 0,
      nextLook,
      suspendedUntil: 0,
      isLeaving: false,
      round: new MoveRound(),
      atATime: 0,
      plan: undefined,
    });
    return id;
  }

  kill(id: string): void {
    this.actors.delete(id);
  }

  suspend(id: string, forMs: number): void {
    this.actors.get(id)!.suspendedUntil = this.now + forMs;
  }

  /** A collector hands over its bridges, `atATime` at each tick, and then is gone. */
  leave(id: string, atATime = Infinity): void {
    const actor = this.actors.get(id)!;
    Object.assign(actor, { isLeaving: true, atATime, plan: undefined });
    if (atATime === Infinity) while (this.actors.has(id)) this.#handOver(actor);
  }

  /** Gives the bridges to random collectors, however unfair. */
  deal(): void {
    const ids = [...this.actors.keys()];
    const few = ids.filter(() => this.#chance.next() < 0.6);
    const some = few.length === 0 ? ids : few;
    for (const held of this.held.values()) {
      held.holder = some[Math.floor(this.#chance.next() * some.length)]!;
    }
  }

  /** The bridges that a collector holds. */
  heldBy(id: string): Set<string> {
    return new Set([...this.held].flatMap(([name, { holder }]) => (holder === id ? [name] : [])));
  }

  run(ms: number): void {
    for (const end = this.now + ms; this.now < end; this.now += TICK_MS) {
      for (const actor of this.actors.values()) this.#act(actor);
      this.#watchUnheld();
    }
  }

  /**
   * Lets time pass in which nothing happens: leases and signs of life stay as fresh as they are.
   */
  pass(ms: number): void {
    this.now += ms;
    for (const held of this.held.values()) held.endsAt += ms;
    for (const actor of this.actors.values()) {
      actor.saidAt += ms;
      actor.nextLook += ms;
    }
    this.#gone.length = 0;
  }

  /** How often each bridge has changed hands by choice, or since its holder stopped. */
  readonly handedOver = new Map<string, number>();

  /** Counts hand-overs anew. A bridge that has left these old collectors counts as moved once. */
  forgetMoves(old: readonly string[]): void {
    for (const bridge of this.handedOver.keys()) {
      if (old.includes(this.held.get(bridge)!.holder)) this.handedOver.delete(bridge);
      else this.handedOver.set(bridge, 1);
    }
  }

  /** The loads of all collectors. */
  loads(): number[] {
    return [...this.actors.keys()].map((id) => {
      let load = 0;
      for (const [bridge, { holder }] of this.held) {
        if (holder === id) load += this.#weights.get(bridge)!;
      }
      return load;
    });
  }

  /** How far the worst share is from a fair one; 0 if all are fair. */
  unfairness(): number {
    const loads = this.loads();
    const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
    const heaviest = Math.max(...this.#weights.values());
    const slack = Math.max(mean * SHARE_LIMITS.tolerance, heaviest / WORTH_MOVING) + 1e-6;
    return Math.max(0, ...loads.map((load) => Math.abs(load - mean) - slack));
  }

  #handOver(actor: Actor): void {
    const { id, atATime } = actor;
    const moves = planLeave(this.#view(), id).slice(0, atATime);
    for (const { bridge, to } of moves) if (this.#transfer(bridge, id, to)) this.#noteMove(bridge);
    if (moves.length > 0) return;
    for (const one of this.held.values()) if (one.holder === id) one.endsAt = this.now;
    this.#gone.push({ ...actor, saidAt: this.now - GONE_SILENT_MS });
    this.kill(id);
  }

  #act(actor: Actor): void {
    if (this.now < actor.suspendedUntil) return;
    if (actor.isLeaving) {
      actor.saidAt = this.now;
      this.#extend(actor);
      this.#handOver(actor);
      return;
    }
    if (actor.plan !== undefined && this.now >= actor.plan.at) {
      // Like the relay, it does not carry out a plan that was made on an old view.
      const isOld = this.now - actor.plan.at > LOOK_EVERY_MS;
      if (!isOld) for (const move of actor.plan.moves) this.#offer(move);
      actor.plan = undefined;
    }
    if (this.now < actor.nextLook) return;
    actor.nextLook = this.now + LOOK_EVERY_MS;
    actor.saidAt = this.now;
    this.#renew(actor);
    const view = this.#view();
    const plan = planMoves(view);
    const begins = actor.round.mayMove(view, plan, this.now) && !this.#isSettling;
    const moves = begins ? plan.filter(({ from }) => from === actor.id) : [];
    actor.plan = { moves, at: this.now + this.#chance.next() * this.#faults.lagMs };
  }

  #extend({ id }: Actor): void {
    for (const held of this.held.values()) {
      if (held.holder === id) held.endsAt = this.now + LEASE_MS;
    }
  }

  #renew({ id }: Actor): void {
    for (const bridge of this.#weights.keys()) {
      const held = this.held.get(bridge);
      if (held?.holder === id) held.endsAt = this.now + LEASE_MS;
      else if (held === undefined || held.endsAt <= this.now) {
        this.held.set(bridge, { holder: id, endsAt: this.now + LEASE_MS, since: this.now });
      }
    }
  }

  #offer({ bridge, from, to }: Move): void {
    const taker = this.actors.get(to);
    if (taker === undefined || taker.isLeaving || this.now < taker.suspendedUntil) return;
    if (this.#chance.next() < this.#faults.lost) return;
    if (!this.#transfer(bridge, from, to)) return;
    const before = this.movedAt.get(bridge)?.at(-1);
    assert(
      before === undefined || this.now - before >= SHARE_LIMITS.staysMs,
      `${bridge} moved by choice twice within ten minutes`,
    );
    this.#noteMove(bridge);
  }

  /** A bridge that was handed over, for any reason, stays for a while. */
  #noteMove(bridge: string): void {
    this.movedAt.set(bridge, [...(this.movedAt.get(bridge) ?? []), this.now]);
  }

  #transfer(bridge: string, from: string, to: string): boolean {
    const held = this.held.get(bridge);
    if (held?.holder !== from) return false;
    this.held.set(bridge, { holder: to, endsAt: this.now + LEASE_MS, since: this.now });
    this.handedOver.set(bridge, (this.handedOver.get(bridge) ?? 0) + 1);
    return true;
  }

  get #isSettling(): boolean {
    const there = [...this.actors.values()].filter(({ saidAt }) => saidAt > 0);
    const members = [...there, ...this.#gone];
    return isSettling({
      now: this.now,
      members: members.map((one) => ({ ...one, host: one.id })),
    });
  }

  #view(): FleetView {
    const members = [...this.actors.values()].filter(({ saidAt }) => this.now - saidAt < SILENT_MS);
    const bridges = [...this.held].map(([name, { holder, since }]) => ({
      name,
      holder,
      weight: this.#weights.get(name)!,
      heldSince: since,
      movedAt: this.movedAt.get(name)?.at(-1) ?? 0,
    }));
    return { now: this.now, members, bridges };
  }

  /** A bridge is unheld from the moment its holder is gone until another has it. */
  #watchUnheld(): void {
    if (this.actors.size === 0) return;
    for (const bridge of this.#weights.keys()) {
      const holder = this.held.get(bridge)?.holder;
      if (holder !== undefined && this.actors.has(holder)) {
        this.#unheldSince.delete(bridge);
        continue;
      }
      const since = this.#unheldSince.get(bridge) ?? this.now;
      this.#unheldSince.set(bridge, since);
      this.unheldMsMax = Math.max(this.unheldMsMax, this.now - since);
    }
  }
}
