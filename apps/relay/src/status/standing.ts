import type {
  HeardTime,
  Lease,
  LedgerRow,
  SourceNote,
  TargetRecord,
  TargetState,
} from '#event-buffer';
import { answersTold } from '../answers/waiting-answers.js';
import { hearingOf, secondStatus, type SecondGrounds } from './second-status.js';
import type {
  BridgeStatus,
  LedgerTotals,
  ProcessStatus,
  RelayStatus,
  TargetStatus,
} from './relay-status.js';

// How targets and bridges stand, judged from what Redis keeps of them.

export { TOLD_FIELDS } from '#event-buffer';

/** @param isMissing whether the project has no such live room, as it was last asked. */
export function targetStatus(
  { target, record, oldestReceivedAt: oldest, isUnreadable }: TargetState,
  isMissing: boolean,
  at: number,
): TargetStatus {
  const { waiting, control } = record;
  const [delay, delayUntil] = [record.get('delay'), record.get('delayUntil')];
  const isDelayed = delay !== undefined && (delayUntil ?? 0) > at;
  const liveJob = record.get('liveJob');
  const answers = answersTold(record.get('answers'), at, liveJob);
  return {
    target,
    state: isUnreadable === true ? 'unreadable' : stateOf(record, isMissing, isDelayed),
    waiting,
    oldestAgeMs: oldest === undefined ? undefined : Math.max(0, at - oldest),
    liveJob,
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

/** Whether what a status tells of a target changes with time, too. */
export function isTimed({ record, oldestReceivedAt }: TargetState): boolean {
  const hasDelay = record.get('delayUntil') !== undefined;
  return oldestReceivedAt !== undefined || hasDelay || record.get('answers') !== undefined;
}

/** Of a bridge of which no event ever came. */
export const NOTHING = {
  received: 0,
  reported: 0,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
};

/**
 * Roles that no process has.
 *
 * @param holds whether any lease is held: a collector of an older version does not say that it runs.
 */
export function rolesWithout(
  processes: readonly ProcessStatus[],
  holds: () => boolean,
): RelayStatus['missingRoles'] {
  return (['collector', 'reporter'] as const).filter((role) => {
    if (processes.some(({ roles }) => roles.includes(role))) return false;
    return role !== 'collector' || !holds();
  });
}

/** Whether a lease has not ended. */
export function isInForce(lease: Lease | undefined, at: number): boolean {
  return lease !== undefined && lease.endsAt > at;
}

function stateOf(record: TargetRecord, isMissing: boolean, isDelayed: boolean): string {
  if (record.control.state === 'paused') return 'paused';
  if (record.get('pausedReason') !== undefined) return 'paused';
  // Where a job was found the room is there, even if an earlier call said otherwise.
  if (isMissing && record.get('liveJob') === undefined) return 'no-room';
  if (record.waiting === 0) return 'idle';
  return isDelayed ? record.get('delay')! : 'reporting';
}

export function bridgeStatus(
  row: LedgerRow,
  known: {
    /** Who holds it now. */
    readonly holder: string | undefined;
    readonly second: SecondGrounds | undefined;
    readonly note: SourceNote | undefined;
    readonly withLane: boolean;
    /** Whether the configuration has the bridge for this target. */
    readonly isWanted: boolean;
  },
  times: HeardTime | undefined,
): BridgeStatus {
  const { holder, second, note: told } = known;
  if (isElsewhere(row, { ...known, told })) return elsewhere(row, holder!, told!.target!);
  const held = holder !== undefined;
  // What is pushed to the relay is held by no process, and taken by any that has a lane.
  const pushed = told?.state === 'pushed' && known.withLane;
  const note = held || pushed ? told : undefined;
  const heard = note?.hearing;
  const { isOpen, hears, isDeaf, source } = hearingOf(note);
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
    heldBy: holder,
    alsoHeldBy: second?.holder,
    second: second && secondStatus(second),
    source: source ?? (held ? 'unknown' : 'unheld'),
    sourceSince: note?.since,
    sourceReason: note?.reason,
    sourceRefused: note?.refused,
    sourceRefusedZh: note?.refusedZh,
    sourceRoom: heard?.room?.state,
    sourceRoomSince: heard?.room?.since,
    sourceDeaf: isDeaf ? heard?.deaf : undefined,
    sourceHears: hears,
    sourceWayOut: isOpen ? heard?.wayOut : undefined,
    sourceWayOutZh: isOpen ? heard?.wayOutZh : undefined,
    sourceFrames: heard?.frames,
    sourceNotUnderstood: heard?.notUnderstood,
    frameAt: times?.frameAt,
    eventAt: times?.eventAt,
  };
}

/**
 * Whether a source has yet to connect for the first time since its holder has it. No attempt has failed, and each is
 * over within half a minute: what takes longer is its turn to connect.
 */
export function isYetToConnect({
  source,
  sourceReason,
}: Pick<BridgeStatus, 'source' | 'sourceReason'>): boolean {
  return source === 'connecting' && sourceReason === undefined;
}

/** Whether another process holds a bridge of the same name for another target, so that this one is not heard. */
export function isElsewhere(
  { target }: Pick<LedgerRow, 'target'>,
  {
    holder,
    told,
    isWanted,
  }: {
    readonly holder: string | undefined;
    readonly told: SourceNote | undefined;
    readonly isWanted: boolean;
  },
): boolean {
  // A source that has stopped is the one before: the holder has another, and tells of it in a moment.
  if (!isWanted || holder === undefined || told?.state === 'stopped') return false;
  return (told?.target ?? target) !== target;
}

function elsewhere(row: LedgerRow, heldBy: string, target: string): BridgeStatus {
  const { bridge } = row;
  return {
    ...row,
    heldBy,
    source: 'unheld',
    sourceRefused:
      `Another process has a bridge named ${bridge} for ${target}, so this one is not heard. Give each installation ` +
      'a redis.prefix of its own; within one, all files say the same of a bridge.',
    sourceRefusedZh:
      `另一个进程的桥接 ${bridge} 与它同名，目标是 ${target}，所以这一个没有被连接。每套部署要有自己的 redis.prefix；` +
      '同一套部署的各个配置文件里，同名桥接的内容要一致。',
  };
}

/** Whether a lease is that of a process that takes what is pushed. */
export function isLane(name: string): boolean {
  return name.startsWith('~');
}

export function totalsOf(rows: readonly LedgerTotals[]): LedgerTotals {
  const sum = { received: 0, reported: 0, deadLettered: 0, waiting: 0, unaccounted: 0 };
  const dropped = new Map<string, number>();
  for (const row of rows) {
    sum.received += row.received;
    sum.reported += row.reported;
    sum.deadLettered += row.deadLettered;
    sum.waiting += row.waiting;
    // Too much on one bridge and too little on another is no balance.
    sum.unaccounted += Math.abs(row.unaccounted);
    for (const [reason, count] of Object.entries(row.dropped)) {
      dropped.set(reason, (dropped.get(reason) ?? 0) + count);
    }
  }
  const { received, reported, deadLettered, waiting, unaccounted } = sum;
  return {
    received,
    reported,
    deadLettered,
    waiting,
    dropped: Object.fromEntries(dropped),
    unaccounted,
  };
}
