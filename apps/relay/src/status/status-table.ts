import type { RedisTrouble } from '#event-buffer';
import { cleanText } from '#live-event';
import { fittedTable, red, wrapped, type FittedRow } from '../listing/fitted-table.js';
import { timeInUnit } from '../listing/time-unit.js';
import type {
  BridgeStatus,
  ProcessStatus,
  RelayStatus,
  SecondStatus,
  TargetStatus,
} from './relay-status.js';
import { lostCopyOf } from './second-status.js';
import { isYetToConnect } from './standing.js';

export interface TableStyle {
  /** Columns of the terminal; nothing is cut to fit, lines are wrapped. @defaultValue 80 */
  readonly width?: number | undefined;
  /** Whether trouble is red. @defaultValue false */
  readonly colored?: boolean | undefined;
}

/** What to do where a role is missing. */
export const WAY_OUT = {
  collector: 'No collector runs: nothing is collected. Start one: live-relay start.',
  reporter: 'No reporter runs: nothing is reported. Start one: live-relay start.',
} as const;

/** The status as text: troubles first, then processes, bridges, targets, and totals. */
export function statusTable(
  status: RelayStatus & { readonly redis?: RedisTrouble | undefined },
  style: TableStyle = {},
): string[] {
  const { at, bridges, targets, processes, totals, missingRoles } = status;
  const { width = 80, colored = false } = style;
  const fit = { width, colored };
  const { redis } = status;
  const refused =
    redis === undefined ? [] : [[redis.sentence, redis.wayOut ?? ''].join(' ').trim()];
  const missing = missingRoles.map((role) => WAY_OUT[role]);
  const alone = new Set(
    bridges.flatMap((one) => (one.second?.source === 'alone' ? one.bridge : [])),
  );
  const isToTell = alone.size > 0 && !missingRoles.includes('collector');
  const halved = isToTell ? [aloneText(alone.size)] : [];
  const trouble = [...refused, ...missing, ...halved].flatMap((sentence) =>
    wrapped(sentence, width, 0),
  );
  const dropped = sumOf(totals.dropped);
  const sum =
    `received ${totals.received} = reported ${totals.reported} + dropped ${dropped}` +
    ` + dead-lettered ${totals.deadLettered} + waiting ${totals.waiting}` +
    (totals.unaccounted === 0 ? '' : `; UNACCOUNTED FOR: ${totals.unaccounted}`);
  const tables: readonly (readonly [head: readonly string[], rows: readonly FittedRow[]])[] = [
    [['process', 'since', 'version'], processes.map(processRow)],
    [
      ['bridge', 'source', 'received', 'reported', 'dropped', 'dead', 'waiting'],
      bridges.map((bridge) => bridgeRow(bridge, at)).sort(troubleFirst),
    ],
    [
      ['target', 'state', 'waiting', 'oldest'],
      targets.map((target) => targetRow(target, at, missingRoles)).sort(troubleFirst),
    ],
  ];
  return [
    ...(trouble.length === 0 ? [] : [...trouble.map((line) => (colored ? red(line) : line)), '']),
    ...tables.flatMap(([head, rows]) => {
      return rows.length === 0 ? [] : [...fittedTable(head, rows, fit), ''];
    }),
    ...wrapped(sum, width, 0),
    ...Object.entries(totals.dropped).map(([reason, count]) => `  dropped ${reason}: ${count}`),
  ];
}

/** The states of sources that are no trouble; a room may well be quiet. */
export const WELL_SOURCES: ReadonlySet<string> = new Set(['ready', 'pushed', 'idle', 'unheard']);

/** Sorting is stable: equal ranks stay in the order of their names. */
function troubleFirst(one: Ranked, other: Ranked): number {
  return one.rank - other.rank;
}

interface Ranked extends FittedRow {
  /** 0: to be looked at first. */
  readonly rank: number;
}

function processRow({ host, pid, roles, since, version }: ProcessStatus): FittedRow {
  const started = new Date(since).toISOString().slice(0, 19).replace('T', ' ');
  return { cells: [`${host}:${pid}`, `${started}Z`, version], remarks: [roles.join(', ')] };
}

function bridgeRow(bridge: BridgeStatus, at: number): Ranked {
  const { received, reported, dropped, deadLettered, waiting, unaccounted, source } = bridge;
  const isWell = WELL_SOURCES.has(source);
  const isDeaf = source === 'deaf' && bridge.sourceDeaf !== 'room-ended';
  const isTrouble = unaccounted !== 0 || bridge.sourceRefused !== undefined || isDeaf;
  const wrong = bridge.sourceNotUnderstood ?? 0;
  const counts = [received, reported, sumOf(dropped), deadLettered, waiting].map(String);
  return {
    cells: [bridge.bridge, source, ...counts],
    remarks: [
      unaccounted === 0 ? '' : `unaccounted for: ${unaccounted}`,
      shown(
        bridge.sourceRefused ?? (isWell ? undefined : (bridge.sourceDeaf ?? bridge.sourceReason)),
      ),
      shown(bridge.sourceWayOut),
      turnText(bridge, at),
      wrong === 0
        ? ''
        : `${wrong} of ${bridge.sourceFrames ?? wrong} frames of 5 min not understood`,
      bridge.sourceRoom === undefined ? '' : `room ${bridge.sourceRoom}`,
      ago('last event', bridge.eventAt, at),
      ago('last frame', bridge.frameAt, at),
      secondText(bridge.second),
      ago('its last frame', bridge.second?.frameAt, at),
    ],
    isTrouble,
    rank: isTrouble ? 0 : isWell && lostCopyOf(bridge) === undefined ? 2 : 1,
  };
}

function aloneText(count: number): string {
  const have = count === 1 ? 'bridge has' : 'bridges have';
  return `redundancy: 2 needs two collectors, and one runs: ${count} ${have} one connection.`;
}

/** How the second of two connections stands. */
export function secondText(second: SecondStatus | undefined): string {
  if (second === undefined || second.source === 'alone') return '';
  const { source, refused, deaf, reason } = second;
  const why = WELL_SOURCES.has(source) ? undefined : (refused ?? deaf ?? reason);
  return shown(`second connection ${source}${why === undefined ? '' : `: ${why}`}`);
}

/** An attempt to connect is over well before this, in ms: what takes longer has not begun. */
const ATTEMPT_MS_MAX = 30_000;

function turnText(bridge: BridgeStatus, at: number): string {
  const waitsMs = at - (bridge.sourceSince ?? at);
  if (!isYetToConnect(bridge) || waitsMs < ATTEMPT_MS_MAX) return '';
  return `has waited ${ageText(waitsMs)} for its turn to connect`;
}

function targetRow(
  target: TargetStatus,
  at: number,
  missingRoles: RelayStatus['missingRoles'],
): Ranked {
  const { failures, failing, nextAt, liveJob, control, turnSince, answersWaiting } = target;
  // No reporter runs, so the target's last state does not matter.
  const isServed = target.state !== 'reporting' || !missingRoles.includes('reporter');
  const state = isServed ? target.state : 'waiting';
  const isTrouble = state === 'paused' || state === 'no-room' || state === 'unreadable';
  return {
    cells: [
      target.target,
      state,
      String(target.waiting),
      target.oldestAgeMs === undefined ? '' : ageText(target.oldestAgeMs),
    ],
    remarks: [
      state === 'no-room' ? 'the project has no such live room: see live-relay rooms' : '',
      state === 'unreadable'
        ? 'a key of it in Redis holds something else: see docs/RUNBOOK.md'
        : '',
      steppedIn(target),
      shown(target.pausedReason),
      failures === 0 ? '' : `${failures} failures in a row (${shown(failing ?? 'unknown')})`,
      // A refused event that is tried again is no failure of a report.
      failures > 0 || state !== 'retry' ? '' : `is tried again (${shown(failing ?? 'unknown')})`,
      failing === 'job-lookup'
        ? 'its live job cannot be looked up: live-relay doctor says why'
        : '',
      turnSince === undefined
        ? ''
        : `has waited ${ageText(at - turnSince)} for its turn: reportsPerSecond is why`,
      nextAt === undefined || turnSince !== undefined ? '' : `next in ${ageText(nextAt - at)}`,
      liveJob === undefined ? '' : `live job ${liveJob}`,
      answersWaiting === undefined ? '' : `${answersWaiting} answers wait to be spoken`,
      ago('the last was spoken', target.repliedAt, at),
    ],
    isTrouble,
    rank: isTrouble ? 0 : failures > 0 || control.state === 'held' ? 1 : state === 'no-job' ? 2 : 3,
  };
}

/** What a person wants of a target, where that is not that all of it is reported; '' otherwise. */
export function steppedIn({ target, control }: Pick<TargetStatus, 'target' | 'control'>): string {
  const { state, by } = control;
  if (state === 'running') return '';
  const whom = shown(by ?? 'an operator');
  const what = state === 'held' ? `held by ${whom}: only gifts are reported` : `paused by ${whom}`;
  return `${what}, until live-relay targets resume ${target}`;
}

function ago(what: string, then: number | undefined, at: number): string {
  return then === undefined ? '' : `${what} ${ageText(Math.max(0, at - then))} ago`;
}

/** Escaped: it may be a platform's text, and must not steer a terminal. */
function shown(text: string | undefined): string {
  return text === undefined ? '' : cleanText(text, SHOWN_MAX);
}

const SHOWN_MAX = 1000;

/** How long something took or takes, for people. */
export function ageText(ms: number): string {
  const { amount, unit } = timeInUnit(ms);
  return `${unit === 's' ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
