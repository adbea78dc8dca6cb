import { dropRowOf, type DropReason } from '#live-event';
import type { BridgeStatus, RelayStatus, TargetStatus } from '../status/relay-status.js';
import { LOST_SOURCES, lostCopyOf } from '../status/second-status.js';
import { isYetToConnect } from '../status/standing.js';
import { pauseWayOut } from '../projects/pause-ways-out.js';
import { NOT_LIVE, type Trouble } from './trouble.js';

/**
 * The troubles of now, by the status of the installation.
 *
 * @param before the status of a moment ago: drops since then show overload, and what Redis has lost.
 * @param isEmptied whether Redis was found since then to have lost all that it held.
 * @param bridges the targets of the bridges that exist, by name; others are left out.
 */
export function troublesOf(
  status: RelayStatus,
  before: RelayStatus | undefined,
  bridges: ReadonlyMap<string, string>,
  isEmptied = false,
): Trouble[] {
  const there = status.bridges.filter(({ bridge }) => bridges.has(bridge));
  const targets = new Map(status.targets.map((target) => [target.target, target]));
  const counted = new Map(before?.bridges.map((row) => [rowKey(row), shedOf(row)]));
  const lost = new Map(before?.bridges.map((row) => [rowKey(row), lostOf(row)]));
  const needed = new Set(bridges.values());
  const named = new Map<string, string[]>();
  for (const { target, bridge } of there) {
    const names = named.get(target);
    if (names === undefined) named.set(target, [bridge]);
    else names.push(bridge);
  }
  return [
    ...status.missingRoles.map((role) => ({ kind: 'role-missing', about: role }) as const),
    ...there.flatMap((row) => sourceTrouble(row, targets.get(row.target), status.at) ?? []),
    ...(there.some(({ second }) => second?.source === 'alone') ? [ALONE] : []),
    ...status.targets.flatMap((target) => {
      const trouble = targetTrouble(target, needed.has(target.target));
      return trouble === undefined ? [] : { ...trouble, bridges: named.get(target.target) ?? [] };
    }),
    ...there.flatMap((row) => shedTrouble(row, counted.get(rowKey(row))) ?? []),
    ...(isEmptied ? [EMPTIED] : []),
    ...there.flatMap((row) => lossTrouble(row, lost.get(rowKey(row))) ?? []),
  ];
}

/** A live job may outlast its stream. One that still runs after this long, in ms, is of the next stream. */
const JOB_OUTLASTS_MS = 3_600_000;

function sourceTrouble(
  row: BridgeStatus,
  target: TargetStatus | undefined,
  at: number,
): Trouble | undefined {
  // A room that has ended has nothing to say.
  const hasJustEnded = hasEnded(row) && at - (row.sourceRoomSince ?? 0) < JOB_OUTLASTS_MS;
  if (hasJustEnded || row.sourceDeaf === 'room-ended') return undefined;
  const isNotLive = target !== undefined && NOT_LIVE.has(target.state);
  if (isNotLive || target?.pausedReason === 'job-gone') return undefined;
  const about = row.bridge;
  const lost = lostCopyOf(row);
  if (lost !== undefined) return { kind: 'redundancy-lost', about, ...whyLost(row, lost) };
  if (row.source === 'deaf') {
    const { sourceDeaf: reason, sourceWayOut: wayOut, sourceWayOutZh: wayOutZh } = row;
    return { kind: 'source-deaf', about, reason, wayOut, wayOutZh };
  }
  const isRefused = row.sourceRefused !== undefined && row.source !== 'ready';
  if (!isRefused && !LOST_SOURCES.has(row.source)) return undefined;
  if (isYetToConnect(row)) {
    const isLate = at - (row.sourceSince ?? 0) >= CONNECT_LATE_MS;
    return isLate ? { kind: 'source-lost', about, ...YET_TO_CONNECT } : undefined;
  }
  const { sourceReason: reason, sourceRefused: wayOut, sourceRefusedZh: wayOutZh } = row;
  return { kind: 'source-lost', about, reason, wayOut, wayOutZh };
}

/** Why one of two connections is lost, and what to do. */
function whyLost(row: BridgeStatus, copy: 'first' | 'second'): Omit<Trouble, 'kind' | 'about'> {
  const { source, sourceReason, sourceRefused, sourceRefusedZh, sourceDeaf } = row;
  const first = { source, reason: sourceReason, refused: sourceRefused, deaf: sourceDeaf };
  const one = copy === 'first' ? { ...first, refusedZh: sourceRefusedZh } : row.second!;
  if (one.source === 'unheld') return UNHELD;
  const { reason, deaf, refused: wayOut, refusedZh: wayOutZh } = one;
  if (isYetToConnect({ source: one.source, sourceReason: reason })) return YET_TO_CONNECT;
  return { reason: deaf ?? reason, wayOut, wayOutZh };
}

const UNHELD = {
  wayOut: 'No collector has taken it: give all collectors the same file.',
  wayOutZh: '没有 collector 进程接管它：请让所有 collector 使用同一份配置文件。',
};

/** Once for all bridges: it is the same of each. */
const ALONE: Trouble = {
  kind: 'redundancy-lost',
  about: '',
  wayOut: 'Start a collector on another host, or take redundancy: 2 away.',
  wayOutZh: '请在另一台主机上启动 collector，或去掉 redundancy: 2。',
};

/** A thousand bridges of one host that begin at once are connected well before this, in ms. */
const CONNECT_LATE_MS = 300_000;

const YET_TO_CONNECT = {
  reason: 'turn',
  wayOut:
    'It waits for its turn to connect, and connects by itself: its platform lets in only so many at a time.',
  wayOutZh: '正在排队，轮到后会自动连接：平台限制了建立连接的频率。',
};

/** Whether the platform has last told that the room is not live. A source that is away hears nothing newer. */
export function hasEnded({ sourceRoom }: BridgeStatus): boolean {
  return sourceRoom === 'ended';
}

/** @param isNeeded whether any bridge is to report to it. */
function targetTrouble(target: TargetStatus, isNeeded: boolean): Trouble | undefined {
  const { target: about, state, waiting: events, pausedReason, failing, control } = target;
  // A target that an operator paused is no trouble.
  if (control.state === 'paused') return undefined;
  if (state === 'paused') {
    const wayOut = pauseWayOut(pausedReason, 'en');
    return { kind: 'target-paused', about, reason: pausedReason, wayOut, events };
  }
  if (state === 'no-room') {
    return isNeeded ? { kind: 'reports-failing', about, reason: state, ...NO_ROOM } : undefined;
  }
  // MetaStudio is asked for nothing while nothing waits, or the room is not live: the count is of before.
  const failuresMin = events === 0 ? FAILURES_LEFT_MIN : 1;
  if (target.failures < failuresMin || NOT_LIVE.has(state)) return undefined;
  return { kind: 'reports-failing', about, reason: failing, events };
}

/** Fewer failures in a row are no trouble once what failed has expired, or was dropped. */
const FAILURES_LEFT_MIN = 3;

const NO_ROOM = {
  wayOut:
    'The project has no such live room: compare target.roomId, and appUserId, with live-relay rooms.',
  wayOutZh: '项目里没有这个直播间：请用 live-relay rooms 核对 target.roomId 和 appUserId。',
};

function shedTrouble(row: BridgeStatus, before: Counts | undefined): Trouble | undefined {
  if (before === undefined) return undefined;
  let [events, reason, most] = [0, '', 0];
  for (const [name, count] of shedOf(row)) {
    const more = count - (before.get(name) ?? 0);
    if (more > 0) events += more;
    if (more > most) [reason, most] = [name, more];
  }
  return events === 0 ? undefined : { kind: 'shedding', about: row.bridge, reason, events };
}

/** The counts went with the events: how many there were is not known. */
const EMPTIED: Trouble = { kind: 'events-lost', about: '' };

/** Who told before may have lost its turn with all else: whoever tells now looks back so far, in ms. */
const EMPTIED_LATELY_MS = 30_000;

/**
 * Whether a loss of all that Redis held is to be told: each once, whatever its clock is set to.
 *
 * @param at when it was noticed, as `now` is told; 0: there was none.
 * @param before what `at` was a moment ago; `undefined`: this process tells only since now.
 */
export function isNewLoss(at: number, before: number | undefined, now: number): boolean {
  if (at === 0) return false;
  return before === undefined ? Math.abs(now - at) < EMPTIED_LATELY_MS : at !== before;
}

function lossTrouble(row: BridgeStatus, before: number | undefined): Trouble | undefined {
  const events = lostOf(row) - (before ?? lostOf(row));
  if (events <= 0) return undefined;
  return { kind: 'events-lost', about: row.bridge, reason: LOST_IN_REDIS, events };
}

const LOST_IN_REDIS: DropReason = 'lost_in_redis';

function lostOf({ dropped }: BridgeStatus): number {
  return dropped[LOST_IN_REDIS] ?? 0;
}

type Counts = ReadonlyMap<string, number>;

/** Drops that no setting asks for. */
function shedOf({ dropped }: BridgeStatus): Counts {
  const all = Object.entries(dropped);
  return new Map(all.filter(([reason]) => dropRowOf(reason)?.noRoom === true));
}

function rowKey({ target, bridge }: BridgeStatus): string {
  return `${bridge} ${target}`;
}
