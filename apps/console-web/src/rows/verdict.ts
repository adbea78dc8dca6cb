import type { BridgeStatus, RelayStatus, TargetStatus } from '../api/contract.js';

/** How urgent a bridge's state is, the most urgent first. `rest`: the bridge is idle on purpose. */
export const LEVELS = ['trouble', 'notice', 'well', 'rest'] as const;
export type Level = (typeof LEVELS)[number];

/** The state of a bridge in one word; the texts have a sentence and a remedy for each. */
export type VerdictCode =
  | 'paused'
  | 'unusable'
  | 'left-over'
  | 'unheld'
  | 'elsewhere'
  | 'refused'
  | 'room-ended'
  | 'deaf-silent'
  | 'deaf-not-understood'
  | 'deaf-room-unknown'
  | 'deaf-room-refused'
  | 'disconnected'
  | 'connecting'
  | 'unaccounted'
  | 'target-paused'
  | 'target-paused-by'
  | 'no-room'
  | 'unreadable'
  | 'failing'
  | 'held'
  | 'no-job'
  | 'behind'
  | 'resting'
  | 'unheard'
  | 'away'
  | 'answers-late'
  | 'gifts-missing'
  | 'heard-once'
  | 'dead-letters'
  | 'quiet'
  | 'hears';

export interface Verdict {
  readonly level: Level;
  readonly code: VerdictCode;
  /** A reason in the relay's words that the texts know, such as why a connection ended. */
  readonly why?: string | undefined;
  /** A sentence from the relay or the platform, and the Chinese where the relay has it. */
  readonly detail?: string | undefined;
  readonly detailZh?: string | undefined;
  readonly count?: number | undefined;
}

/** From how many failures in a row, and from what age of waiting events, the page warns. */
const FAILURES_MIN = 3;
const BEHIND_MS = 30_000;
/**
 * So many answers are some minutes of speech, far more than wait with `pace: human`. The warning
 * begins above ANSWERS_MAX and ends at ANSWERS_FEW: with a single bound it would come and go as the
 * number varies.
 */
export const ANSWERS_MAX = 20;
const ANSWERS_FEW = 10;

/**
 * Judges one bridge: what an operator should know first about it. @param before its previous
 * verdict.
 */
export function verdictOf(
  row: BridgeStatus,
  target: TargetStatus | undefined,
  missingRoles: RelayStatus['missingRoles'],
  before?: Verdict,
): Verdict {
  const heard = heardRow(row);
  return (
    verdictOfRecord(heard, missingRoles) ??
    verdictOfSource(heard) ??
    verdictOfTarget(heard, target) ??
    verdictOfHearing(heard, target, before?.code === 'answers-late', lostOf(row))
  );
}

/** Of a bridge with two connections of which one is lost, or hears nothing, and the other connected: why it is lost. */
function lostOf({ source, sourceReason, sourceDeaf, second }: BridgeStatus) {
  if (second === undefined) return undefined;
  if (isLost(source)) {
    return isConnected(second.source) ? { why: sourceDeaf ?? sourceReason } : undefined;
  }
  const isOther = isLost(second.source) && isConnected(source);
  return isOther ? { why: second.deaf ?? second.reason } : undefined;
}

/** A bridge as it is heard: through its second connection, where the first one is lost and that is not. */
function heardRow(row: BridgeStatus): BridgeStatus {
  const { second, source } = row;
  if (second === undefined || !isLost(source) || lostOf(row) === undefined) return row;
  const { sourceRefused: _, sourceRefusedZh: __, sourceWayOut: ___, ...rest } = row;
  return { ...rest, source: second.source, sourceHears: second.hears };
}

function isLost(source: string): boolean {
  return LOST.has(source);
}

const LOST: ReadonlySet<string> = new Set([
  'connecting',
  'handshaking',
  'backoff',
  'unheld',
  'deaf',
]);

/** Whether a bridge hears its room, whatever becomes of its events. */
export function isHearing(row: BridgeStatus, missingRoles: RelayStatus['missingRoles']): boolean {
  const heard = heardRow(row);
  const { source, sourceHears } = heard;
  if (verdictOfRecord(heard, missingRoles) !== undefined) return false;
  return isConnected(source) && sourceHears !== 'unheard' && sourceHears !== 'away';
}

function verdictOfRecord(
  { record, source, sourceRefused: detail, sourceRefusedZh: detailZh }: BridgeStatus,
  missingRoles: RelayStatus['missingRoles'],
): Verdict | undefined {
  if (record === undefined) return { level: 'notice', code: 'left-over' };
  if (record.wanted === 'paused') return { level: 'rest', code: 'paused' };
  if (record.problem !== undefined) {
    return { level: 'trouble', code: 'unusable', detail: record.problem };
  }
  if (source !== 'unheld') return undefined;
  // It is taken, for another target than this one.
  if (detail !== undefined) return { level: 'trouble', code: 'elsewhere', detail, detailZh };
  const level = missingRoles.includes('collector') ? 'trouble' : 'notice';
  return { level, code: 'unheld' };
}

function verdictOfSource(row: BridgeStatus): Verdict | undefined {
  const { source, sourceRefused: detail, sourceRefusedZh: detailZh, sourceReason: why } = row;
  if (row.unaccounted !== 0) {
    return { level: 'trouble', code: 'unaccounted', count: row.unaccounted };
  }
  if (detail !== undefined && !isConnected(source)) {
    return { level: 'trouble', code: 'refused', detail, detailZh };
  }
  if (source === 'deaf') return verdictOfDeaf(row);
  if (source === 'backoff' || source === 'closing') {
    return { level: 'trouble', code: 'disconnected', why };
  }
  if (source !== 'connecting' && source !== 'handshaking') return undefined;
  return why === undefined
    ? { level: 'notice', code: 'connecting' }
    : { level: 'trouble', code: 'disconnected', why };
}

function isConnected(source: string): boolean {
  return source === 'ready' || source === 'pushed' || source === 'unheard';
}

function verdictOfDeaf(row: BridgeStatus): Verdict {
  const { sourceDeaf: deaf = 'silent', sourceWayOut: detail, sourceWayOutZh: detailZh } = row;
  // A room that is not live is normal before a stream begins.
  if (deaf === 'room-ended') return { level: 'notice', code: deaf, detail, detailZh };
  const code = DEAF_CODES.get(deaf) ?? 'deaf-silent';
  return { level: 'trouble', code, detail, detailZh };
}

const DEAF_CODES: ReadonlyMap<string, VerdictCode> = new Map([
  ['not-understood', 'deaf-not-understood'],
  ['room-unknown', 'deaf-room-unknown'],
  ['room-refused', 'deaf-room-refused'],
]);

function verdictOfTarget(
  { source }: BridgeStatus,
  target: TargetStatus | undefined,
): Verdict | undefined {
  if (target === undefined) return undefined;
  const { state, control, failures, failing, pausedReason, oldestAgeMs = 0, waiting } = target;
  if (control.state === 'paused') {
    return { level: 'notice', code: 'target-paused-by', why: control.by };
  }
  if (state === 'paused') return { level: 'trouble', code: 'target-paused', why: pausedReason };
  if (state === 'no-room' || state === 'unreadable') return { level: 'trouble', code: state };
  // Without a live job nothing is reported: what failed is of the last one.
  const isOver = state === 'no-job' || (source === 'idle' && waiting === 0);
  if (failures >= FAILURES_MIN && !isOver) {
    return { level: 'trouble', code: 'failing', why: failing, count: failures };
  }
  if (control.state === 'held') return { level: 'notice', code: 'held', why: control.by };
  // The source is disconnected on purpose: its room has no live job.
  if (source === 'idle') return { level: 'rest', code: 'resting' };
  if (state === 'no-job') return { level: 'notice', code: 'no-job' };
  if (oldestAgeMs > BEHIND_MS) return { level: 'notice', code: 'behind', why: state };
  return undefined;
}

function verdictOfHearing(
  row: BridgeStatus,
  target: TargetStatus | undefined,
  wasLate: boolean,
  lost: ReturnType<typeof lostOf>,
): Verdict {
  const { source, sourceHears, deadLettered } = row;
  const { sourceWayOut: detail, sourceWayOutZh: detailZh } = row;
  if (source === 'idle') return { level: 'rest', code: 'resting' };
  if (sourceHears === 'unheard') return { level: 'notice', code: 'unheard', detail, detailZh };
  if (sourceHears === 'away') return { level: 'notice', code: 'away' };
  const { answersWaiting = 0 } = target ?? {};
  if (answersWaiting > (wasLate ? ANSWERS_FEW : ANSWERS_MAX)) {
    return { level: 'notice', code: 'answers-late', count: answersWaiting };
  }
  if (sourceHears === 'hears' && detail !== undefined) {
    return { level: 'notice', code: 'gifts-missing', detail, detailZh };
  }
  if (lost !== undefined) return { level: 'notice', code: 'heard-once', why: lost.why };
  if (deadLettered > 0) return { level: 'notice', code: 'dead-letters', count: deadLettered };
  return { level: 'well', code: sourceHears === 'hears' ? 'hears' : 'quiet' };
}
