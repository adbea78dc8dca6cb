import { setImmediate } from 'node:timers/promises';
import {
  leaseOf,
  type BridgeTexts,
  type LedgerReader,
  type LedgerRow,
  type TargetState,
} from '#event-buffer';
import type { LedgerTotals } from '../../status/relay-status.js';
import { areTwo } from '../../status/second-status.js';
import {
  isInForce,
  isLane,
  isTimed,
  rolesWithout,
  targetStatus,
  totalsOf,
} from '../../status/standing.js';
import { placeOf, type ShownBridge } from './bridge-outline.js';
import type { RowFeed } from './row-feed.js';
import { groundsOf, rowsOfTarget, type BridgeView, type PlacedBridge } from './target-rows.js';

/** After this many targets others have their turn in this process. */
const TARGETS_A_STEP = 250;

export interface StatusLooksParts {
  readonly ledger: Pick<
    LedgerReader,
    'now' | 'look' | 'missingRooms' | 'processes' | 'bridgeTexts'
  >;
  /** The bridges that there are. */
  readonly shown: () => Iterable<ShownBridge>;
  readonly feed: RowFeed;
}

/** What was told of a target at the last look, and what of. */
interface SeenTarget {
  /** As it was read; `undefined`: it is known by its bridges alone. Where it is the same, so is its ledger. */
  readonly state: TargetState | undefined;
  readonly isMissing: boolean;
  /** The bridges that it has a ledger of. */
  readonly bridges: readonly string[];
  readonly grounds: readonly unknown[];
  readonly totals: LedgerTotals;
  /** The bridges of which rows are told. */
  readonly told: readonly string[];
}

interface Read {
  readonly target: string;
  readonly state: TargetState | undefined;
  readonly isMissing: boolean;
  /** The bridges that are to report to it. */
  readonly own: readonly string[];
}

/**
 * Looks at the status again and again, and tells a feed what is other than at the last look. A row
 * is made, and put into words, only where something that it is made of is other: what a look costs
 * goes by what happened meanwhile. One look at a time.
 */
export class StatusLooks {
  readonly #parts: StatusLooksParts;
  readonly #seen = new Map<string, SeenTarget>();
  #totals = totalsOf([]);

  constructor(parts: StatusLooksParts) {
    this.#parts = parts;
  }

  /** May reject when Redis is away: what was told until then stays. */
  async look(): Promise<void> {
    const { ledger, feed } = this.#parts;
    const [at, states, missing, processes, texts] = await Promise.all([
      ledger.now(),
      ledger.look(),
      ledger.missingRooms(),
      ledger.processes(),
      ledger.bridgeTexts(),
    ]);
    const { shown, own } = this.#placed();
    const withLane = hasLane(texts, at);
    const view = { at, texts, shown, withLane, areTwo: areTwo(processes) };
    const readOf = (target: string, state: TargetState | undefined): Read => {
      return { target, state, isMissing: missing.has(target), own: own.get(target) ?? [] };
    };
    const registered = new Set(states.map(({ target }) => target));
    const others = [...own.keys()].filter((target) => !registered.has(target));
    const reads = [
      ...states.map((state) => readOf(state.target, state)),
      ...others.map((target) => readOf(target, undefined)),
    ];
    let isOther = this.#forgetAllBut(new Set([...registered, ...others]));
    for (const [i, read] of reads.entries()) {
      isOther = this.#take(read, view) || isOther;
      if (i % TARGETS_A_STEP === TARGETS_A_STEP - 1) await setImmediate();
    }
    if (isOther) this.#totals = totalsOf(Array.from(this.#seen.values(), ({ totals }) => totals));
    const missingRoles = rolesWithout(processes, () => holdsAny(texts, at));
    feed.tell({ at, totals: this.#totals, processes, missingRoles });
  }

  /** @returns whether its counts are others. */
  #take(read: Read, view: BridgeView): boolean {
    const { target, state, isMissing, own } = read;
    const before = this.#seen.get(target);
    const rows = state?.rows ?? [];
    const isOther = before === undefined || before.state !== state;
    const bridges = isOther ? rows.map(({ bridge }) => bridge) : before.bridges;
    const grounds = groundsOf([...bridges, ...own], view);
    const isMoved = isOther || !isSame(before.grounds, grounds);
    const isTold = !isMoved && before.isMissing === isMissing;
    if (isTold && (state === undefined || !isTimed(state))) return false;
    if (state !== undefined) this.#parts.feed.putTarget(targetStatus(state, isMissing, view.at));
    this.#seen.set(target, {
      state,
      isMissing,
      bridges,
      grounds,
      totals: isOther ? totalsOf(rows) : before.totals,
      told: isMoved ? this.#tellBridges(read, rows, view) : before.told,
    });
    return isOther;
  }

  /** @returns the bridges of which rows are told. */
  #tellBridges({ target, own }: Read, ledger: readonly LedgerRow[], view: BridgeView): string[] {
    const { feed } = this.#parts;
    const rows = rowsOfTarget(target, ledger, own, view);
    for (const row of rows) feed.putBridge(row);
    const told = new Set(rows.map(({ bridge }) => bridge));
    for (const bridge of this.#seen.get(target)?.told ?? []) {
      if (!told.has(bridge)) feed.removeBridge({ target, bridge });
    }
    return [...told];
  }

  /** @returns whether there were others. */
  #forgetAllBut(targets: ReadonlySet<string>): boolean {
    const gone = [...this.#seen.keys()].filter((target) => !targets.has(target));
    for (const target of gone) {
      for (const bridge of this.#seen.get(target)!.told) {
        this.#parts.feed.removeBridge({ target, bridge });
      }
      this.#parts.feed.removeTarget(target);
      this.#seen.delete(target);
    }
    return gone.length > 0;
  }

  /** The bridges that there are, by name, and the names of those of each target. */
  #placed(): {
    readonly shown: ReadonlyMap<string, PlacedBridge>;
    readonly own: ReadonlyMap<string, readonly string[]>;
  } {
    const shown = new Map<string, PlacedBridge>();
    const own = new Map<string, string[]>();
    let homes: ReadonlySet<string> | undefined;
    for (const one of this.#parts.shown()) {
      const { name } = one.record;
      const target = placeOf(one);
      shown.set(name, { one, target });
      // What cannot run is somewhere, too: where it was before, if it was.
      if (target === undefined && (homes ??= this.#homes()).has(name)) continue;
      const names = own.get(target ?? '');
      if (names === undefined) own.set(target ?? '', [name]);
      else names.push(name);
    }
    return { shown, own };
  }

  /** The bridges that a target has a ledger of. Each that cannot run is looked for: it may be all of them. */
  #homes(): ReadonlySet<string> {
    const homes = new Set<string>();
    for (const [target, { bridges }] of this.#seen) {
      if (target !== '') for (const bridge of bridges) homes.add(bridge);
    }
    return homes;
  }
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, i) => value === other[i]);
}

function hasLane({ leases }: BridgeTexts, at: number): boolean {
  for (const [name, text] of leases) if (isLane(name) && isInForce(leaseOf(text), at)) return true;
  return false;
}

function holdsAny({ leases }: BridgeTexts, at: number): boolean {
  for (const text of leases.values()) if (isInForce(leaseOf(text), at)) return true;
  return false;
}
