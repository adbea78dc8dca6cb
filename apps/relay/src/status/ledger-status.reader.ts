import {
  secondOf,
  type HeardTime,
  type Lease,
  type LedgerReader,
  type LedgerRow,
  type SourceNote,
  type TargetField,
  type TargetRecord,
  type TargetState,
} from '#event-buffer';
import { answersTold } from '../answers/waiting-answers.js';
import type { KnownBridge } from '../bridges/known-bridges.js';
import type { StatusReader } from '../console/status-reader.js';
import type {
  BridgeStatus,
  LedgerTotals,
  ProcessStatus,
  RelayStatus,
  TargetStatus,
} from './relay-status.js';

/**
 * Reads the status of the whole installation from Redis, whichever processes serve it. Each
 * ledger row is read in one step, so it balances; rows of different bridges may be some
 * milliseconds apart.
 */
export class LedgerStatusReader implements StatusReader {
  readonly #ledger: LedgerReader;
  readonly #known: () => Iterable<KnownBridge>;

  /** @param known the bridges that there are: those of which no event ever came are told, too. */
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
    const withLane = hasLane(leases, at);
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
    const missingRoles = rolesWithout(processes, leases, at);
    const ofTargets = states.map((state) => targetStatus(state, missing, at));
    return { at, totals: totalsOf(bridges), processes, missingRoles, targets: ofTargets, bridges };
  }

  /**
   * How some targets stand, with the bridges that ever appended to each, and its dead letters.
   *
   * @param more fields of their records that are wanted besides.
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
      status: targetStatus(state, missing, at),
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

/** Of a target's record, what a status tells. */
const FIELDS = [
  'waiting',
  'liveJob',
  'failures',
  'failing',
  'pausedReason',
  'pausedAt',
  'delay',
  'delayUntil',
  'turnSince',
  'reportedAt',
  'answers',
  'replies',
  'repliedAt',
  'control',
] as const;

function targetStatus(
  { target, record, oldestReceivedAt: oldest }: TargetState,
  missing: ReadonlySet<string>,
  at: number,
): TargetStatus {
  const { waiting, control } = record;
  const [delay, delayUntil] = [record.get('delay'), record.get('delayUntil')];
  const isDelayed = delay !== undefined && (delayUntil ?? 0) > at;
  const answers = answersTold(record.get('answers'), at);
  return {
    target,
    state: stateOf(record, missing.has(target), isDelayed),
    waiting,
    oldestAgeMs: oldest === undefined ? undefined : Math.max(0, at - oldest),
    liveJob: record.get('liveJob'),
    failures: record.get('failures') ?? 0,
    failing: record.get('failing'),
    pausedReason: record.get('pausedReason'),
    pausedAt: record.get('pausedAt'),
    nextAt: isDelayed ? delayUntil : undefined,
    turnSince: isDelayed && delay === 'rate' ? record.get('turnSince') : undefined,
    reportedAt: record.get('reportedAt'),
    answersWaiting: answers?.count,
    answersAt: answers?.at,
    replies: record.get('replies'),
    repliedAt: record.get('repliedAt'),
    control,
  };
}

const NOTHING = {
  received: 0,
  reported: 0,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
};

/** A collector of an older version does not say that it runs, but holds its leases. */
function rolesWithout(
  processes: readonly ProcessStatus[],
  leases: ReadonlyMap<string, Lease>,
  at: number,
): RelayStatus['missingRoles'] {
  const holds = [...leases.values()].some(({ endsAt }) => endsAt > at);
  return (['collector', 'reporter'] as const).filter((role) => {
    if (role === 'collector' && holds) return false;
    return !processes.some(({ roles }) => roles.includes(role));
  });
}

function stateOf(record: TargetRecord, isMissing: boolean, isDelayed: boolean): string {
  if (record.control.state === 'paused') return 'paused';
  if (record.get('pausedReason') !== undefined) return 'paused';
  // Where a job was found the room is there, whoever asked in vain before.
  if (isMissing && record.get('liveJob') === undefined) return 'no-room';
  if (record.waiting === 0) return 'idle';
  return isDelayed ? record.get('delay')! : 'reporting';
}

function bridgeStatus(
  row: LedgerRow,
  known: {
    readonly lease: Lease | undefined;
    readonly second: Lease | undefined;
    readonly note: SourceNote | undefined;
    readonly withLane: boolean;
  },
  times: HeardTime | undefined,
  at: number,
): BridgeStatus {
  const { lease, second, note: told } = known;
  const held = lease !== undefined && lease.endsAt > at;
  // What is pushed to the relay is held by no process, and taken by whichever has a lane.
  const pushed = told?.state === 'pushed' && known.withLane;
  const note = held || pushed ? told : undefined;
  const heard = note?.hearing;
  const isOpen = note?.state === 'ready' || note?.state === 'pushed';
  const hears = isOpen ? heard?.state : undefined;
  const isDeaf = hears === 'deaf';
  // Key by key: there are thousands of them.
  return {
    target: row.target,
    bridge: row.bridge,
    received: row.received,
    reported: row.reported,
    deadLettered: row.deadLettered,
    waiting: row.waiting,
    dropped: row.dropped,
    unaccounted: row.unaccounted,
    heldBy: held ? lease.holder : undefined,
    alsoHeldBy: second !== undefined && second.endsAt > at ? second.holder : undefined,
    source: isDeaf || hears === 'unheard' ? hears : (note?.state ?? (held ? 'unknown' : 'unheld')),
    sourceSince: note?.since,
    sourceReason: note?.reason,
    sourceRefused: note?.refused,
    sourceRoom: heard?.room?.state,
    sourceRoomSince: heard?.room?.since,
    sourceDeaf: isDeaf ? heard?.deaf : undefined,
    sourceHears: hears,
    sourceWayOut: isOpen ? heard?.wayOut : undefined,
    sourceFrames: heard?.frames,
    sourceNotUnderstood: heard?.notUnderstood,
    frameAt: times?.frameAt,
    eventAt: times?.eventAt,
  };
}

function hasLane(leases: ReadonlyMap<string, Lease>, at: number): boolean {
  for (const [name, { endsAt }] of leases) {
    if (name.startsWith('~') && endsAt > at) return true;
  }
  return false;
}

function totalsOf(rows: readonly LedgerRow[]): LedgerTotals {
  const sum = (pick: (row: LedgerRow) => number): number =>
    rows.reduce((total, row) => total + pick(row), 0);
  const dropped = new Map<string, number>();
  for (const row of rows) {
    for (const [reason, count] of Object.entries(row.dropped)) {
      dropped.set(reason, (dropped.get(reason) ?? 0) + count);
    }
  }
  return {
    received: sum(({ received }) => received),
    reported: sum(({ reported }) => reported),
    deadLettered: sum(({ deadLettered }) => deadLettered),
    waiting: sum(({ waiting }) => waiting),
    dropped: Object.fromEntries(dropped),
    // Too much on one bridge and too little on another is no balance.
    unaccounted: sum(({ unaccounted }) => Math.abs(unaccounted)),
  };
}
