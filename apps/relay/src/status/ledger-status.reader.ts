import {
  leaseOf,
  sourceNoteOf,
  heardTimeOf,
  type BridgeTexts,
  type LedgerReader,
  type LedgerRow,
  type TargetField,
  type TargetRecord,
  type TargetState,
} from '#event-buffer';
import type { KnownBridge } from '../bridges/known-bridges.js';
import type { StatusReader } from '../console/status-reader.js';
import type { BridgeStatus, RelayStatus, TargetStatus } from './relay-status.js';
import { areTwo, secondGroundsOf, type SecondGrounds } from './second-status.js';
import {
  bridgeStatus,
  isElsewhere,
  isInForce,
  isLane,
  isTimed,
  NOTHING,
  rolesWithout,
  targetStatus,
  TOLD_FIELDS,
  totalsOf,
} from './standing.js';

/** What was read of a target or a bridge, and its JSON once that was asked for. */
interface Told<T> {
  readonly status: T;
  json?: string;
}

/** A bridge as it was told last, and what that was made of beside its row. */
interface ToldBridge extends Told<BridgeStatus> {
  readonly grounds: readonly (string | boolean | undefined)[];
}

/** What all bridges of a look are judged by. */
interface Grounds {
  readonly holders: ReadonlyMap<string, string>;
  readonly texts: BridgeTexts;
  readonly withLane: boolean;
  readonly areTwo: boolean;
  /** Those that are configured, by name. */
  readonly wanted: ReadonlyMap<string, KnownBridge>;
}

/** A whole status, in parts that may be those of the last. */
interface Look extends Omit<RelayStatus, 'targets' | 'bridges'> {
  readonly targets: readonly Told<TargetStatus>[];
  readonly bridges: readonly Told<BridgeStatus>[];
}

/**
 * Reads the status of the whole installation from Redis, in any process. Each ledger row is read in one step,
 * so it balances; rows of different bridges may be some milliseconds apart. Who reads again reads, and puts
 * into words, what is other than at the last time: there are thousands of bridges.
 */
export class LedgerStatusReader implements StatusReader {
  readonly #ledger: LedgerReader;
  readonly #known: () => Iterable<KnownBridge>;
  readonly #targets = new WeakMap<TargetState, Told<TargetStatus> & { isMissing: boolean }>();
  readonly #bridges = new WeakMap<LedgerRow, ToldBridge>();
  /** The rows of bridges without an event so far, by name. */
  #silent: ReadonlyMap<string, LedgerRow> = new Map();

  /** @param known the bridges that are configured: those without an event so far are shown, too. */
  constructor(ledger: LedgerReader, known: () => Iterable<KnownBridge> = () => []) {
    this.#ledger = ledger;
    this.#known = known;
  }

  async read(): Promise<RelayStatus> {
    const look = await this.#look();
    const targets = look.targets.map(({ status }) => status);
    return { ...look, targets, bridges: look.bridges.map(({ status }) => status) };
  }

  /** What {@link read} reads, as JSON. */
  async text(): Promise<string> {
    const { targets, bridges, ...rest } = await this.#look();
    const head = JSON.stringify(rest).slice(0, -1);
    return `${head},"targets":[${jsonOf(targets)}],"bridges":[${jsonOf(bridges)}]}`;
  }

  /**
   * The status of some targets, with the bridges that ever appended to each, and its dead letters.
   *
   * @param more further fields of their records to read.
   */
  async targets(
    targets: readonly string[],
    more: readonly TargetField[] = [],
  ): Promise<TargetStanding[]> {
    const [at, missing, states] = await Promise.all([
      this.#ledger.now(),
      this.#ledger.missingRooms(),
      this.#ledger.states(targets, [...TOLD_FIELDS, ...more]),
    ]);
    return states.map((state) => ({
      record: state.record,
      status: targetStatus(state, missing.has(state.target), at),
      bridges: state.rows.map(({ bridge }) => bridge),
      deadLetters: state.deadLetters,
    }));
  }

  async #look(): Promise<Look> {
    const [at, states, missing, processes, texts] = await Promise.all([
      this.#ledger.now(),
      this.#ledger.look(),
      this.#ledger.missingRooms(),
      this.#ledger.processes(),
      this.#ledger.bridgeTexts(),
    ]);
    const holders = holdersOf(texts, at);
    const withLane = [...holders.keys()].some((name) => isLane(name));
    const rows = states.flatMap((state) => state.rows);
    const known = [...this.#known()];
    const wanted = new Map(known.map((one) => [one.bridge, one]));
    const grounds = { holders, texts, withLane, areTwo: areTwo(processes), wanted };
    const bridges = [...rows, ...this.#silentBeside(rows, known, grounds)].map((row) => {
      return this.#bridge(row, grounds);
    });
    return {
      at,
      totals: totalsOf(rows),
      processes,
      missingRoles: rolesWithout(processes, () => holders.size > 0),
      targets: states.map((state) => this.#target(state, missing.has(state.target), at)),
      bridges,
    };
  }

  #target(state: TargetState, isMissing: boolean, at: number): Told<TargetStatus> {
    const before = this.#targets.get(state);
    if (before?.isMissing === isMissing && !isTimed(state)) return before;
    const told = { status: targetStatus(state, isMissing, at), isMissing };
    this.#targets.set(state, told);
    return told;
  }

  #bridge(row: LedgerRow, all: Grounds): Told<BridgeStatus> {
    const { holders, texts, withLane } = all;
    const { bridge } = row;
    const config = all.wanted.get(bridge);
    const isWanted = config?.target === row.target;
    const second = secondGroundsOf(bridge, texts, {
      holderOf: (lease) => holders.get(lease),
      isWanted: config?.redundancy === 2,
      areTwo: all.areTwo,
    });
    const [note, heard] = [texts.sources.get(bridge), texts.heard.get(bridge)];
    const holder = holders.get(bridge);
    const { holder: also, note: itsNote, heard: itsHeard, isAlone } = second ?? NO_SECOND;
    const grounds = [holder, note, heard, withLane, isWanted, also, itsNote, itsHeard, isAlone];
    const before = this.#bridges.get(row);
    if (before?.grounds.every((one, i) => one === grounds[i]) === true) return before;
    const times = heard === undefined ? undefined : heardTimeOf(heard);
    const source = note === undefined ? undefined : sourceNoteOf(note);
    const known = { holder, second, note: source, withLane, isWanted };
    const told = { status: bridgeStatus(row, known, times), grounds };
    this.#bridges.set(row, told);
    return told;
  }

  /**
   * The rows of bridges that are known, and of which no event ever came. One that has a row with another target
   * has none here until it is heard, unless another process has it for that.
   */
  #silentBeside(
    rows: readonly LedgerRow[],
    known: readonly KnownBridge[],
    { holders, texts, wanted }: Grounds,
  ): Iterable<LedgerRow> {
    /** Of each bridge that has a row, whether one is with the target that it is to have. */
    const rowed = new Map<string, boolean>();
    for (const { bridge, target } of rows) {
      rowed.set(bridge, wanted.get(bridge)?.target === target || rowed.get(bridge) === true);
    }
    const isHad = ({ bridge, target }: KnownBridge): boolean => {
      const note = texts.sources.get(bridge);
      const judged = { holder: holders.get(bridge), isWanted: true };
      return note !== undefined && isElsewhere({ target }, { ...judged, told: sourceNoteOf(note) });
    };
    const silent = new Map<string, LedgerRow>();
    for (const one of known) {
      const hasRow = rowed.get(one.bridge);
      if (hasRow === true || (hasRow === false && !isHad(one))) continue;
      const before = this.#silent.get(one.bridge);
      const { bridge, target } = one;
      silent.set(bridge, before?.target === target ? before : { bridge, target, ...NOTHING });
    }
    this.#silent = silent;
    return silent.values();
  }
}

const NO_SECOND: SecondGrounds = {};

export interface TargetStanding {
  readonly record: TargetRecord;
  readonly status: TargetStatus;
  readonly bridges: readonly string[];
  readonly deadLetters: number;
}

/** Who holds what, of leases that are in force. */
function holdersOf({ leases }: BridgeTexts, at: number): ReadonlyMap<string, string> {
  const holders = new Map<string, string>();
  for (const [name, text] of leases) {
    const lease = leaseOf(text);
    if (isInForce(lease, at)) holders.set(name, lease!.holder);
  }
  return holders;
}

function jsonOf(all: readonly Told<unknown>[]): string {
  return all.map((one) => (one.json ??= JSON.stringify(one.status))).join(',');
}
