import { secondOf, type LedgerReader, type TargetField, type TargetRecord } from '#event-buffer';
import type { KnownBridge } from '../bridges/known-bridges.js';
import type { StatusReader } from '../console/status-reader.js';
import type { RelayStatus, TargetStatus } from './relay-status.js';
import {
  bridgeStatus,
  FIELDS,
  isInForce,
  isLane,
  NOTHING,
  rolesWithout,
  targetStatus,
  totalsOf,
} from './standing.js';

/**
 * Reads the status of the whole installation from Redis, in any process. Each ledger row is read in one step,
 * so it balances; rows of different bridges may be some milliseconds apart.
 */
export class LedgerStatusReader implements StatusReader {
  readonly #ledger: LedgerReader;
  readonly #known: () => Iterable<KnownBridge>;

  /** @param known the bridges that are configured: those without an event so far are shown, too. */
  constructor(ledger: LedgerReader, known: () => Iterable<KnownBridge> = () => []) {
    this.#ledger = ledger;
    this.#known = known;
  }

  async read(): Promise<RelayStatus> {
    const [at, targets, missing, processes, leases, sources, heard] = await Promise.all([
      this.#ledger.now(),
      this.#ledger.targets(),
      this.#ledger.missingRooms(),
      this.#ledger.processes(),
      this.#ledger.leases(),
      this.#ledger.sources(),
      this.#ledger.heard(),
    ]);
    const states = await this.#ledger.states(targets, FIELDS);
    const told = states.flatMap(({ rows }) => rows);
    const names = new Set(told.map(({ bridge }) => bridge));
    const silent = [...this.#known()].filter(({ bridge }) => !names.has(bridge));
    const held = [...leases].filter(([, lease]) => isInForce(lease, at));
    const withLane = held.some(([name]) => isLane(name));
    const rows = [...told, ...silent.map((one) => ({ ...one, ...NOTHING }))];
    const bridges = rows.map((row) => {
      const { bridge } = row;
      const known = {
        lease: leases.get(bridge),
        second: leases.get(secondOf(bridge)),
        note: sources.get(bridge),
        withLane,
      };
      return bridgeStatus(row, known, heard.get(bridge), at);
    });
    const missingRoles = rolesWithout(processes, () => held.length > 0);
    const ofTargets = states.map((state) => targetStatus(state, missing.has(state.target), at));
    return { at, totals: totalsOf(bridges), processes, missingRoles, targets: ofTargets, bridges };
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
      this.#ledger.states(targets, [...FIELDS, ...more]),
    ]);
    return states.map((state) => ({
      record: state.record,
      status: targetStatus(state, missing.has(state.target), at),
      bridges: state.rows.map(({ bridge }) => bridge),
      deadLetters: state.deadLetters,
    }));
  }
}

export interface TargetStanding {
  readonly record: TargetRecord;
  readonly status: TargetStatus;
  readonly bridges: readonly string[];
  readonly deadLetters: number;
}
