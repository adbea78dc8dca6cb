import type { NoticeKind } from '#config';
import type { RelayStatus } from '../status/relay-status.js';
import type { Trouble, TroubleEnd } from './trouble.js';

/** What is known now. */
export interface Known {
  readonly status: RelayStatus;
  readonly troubles: readonly Trouble[];
  /** The bridges that exist. */
  readonly bridges: { has(name: string): boolean };
}

const OF_SOURCES: ReadonlySet<NoticeKind> = new Set(['source-lost', 'source-deaf']);
const OF_TARGETS: ReadonlySet<NoticeKind> = new Set(['reports-failing', 'target-paused']);
const CONNECTED: ReadonlySet<string> = new Set(['ready', 'pushed']);
const NOT_LIVE: ReadonlySet<string> = new Set(['no-job', 'no-room']);

/** What became of a trouble that is not among the known ones. */
export function endOf({ kind, about }: Trouble, known: Known): TroubleEnd {
  const kin = [OF_SOURCES, OF_TARGETS].find((kinds) => kinds.has(kind));
  if (kin === undefined) return 'mended';
  if (known.troubles.some((one) => one.about === about && kin.has(one.kind))) return 'open';
  const isMended = kin === OF_SOURCES ? isConnected(about, known) : isReported(about, known);
  return isMended ? 'mended' : 'moot';
}

function isConnected(name: string, { status, bridges }: Known): boolean {
  const rows = status.bridges.filter(({ bridge }) => bridge === name);
  return bridges.has(name) && rows.some(({ source }) => CONNECTED.has(source));
}

function isReported(name: string, { status }: Known): boolean {
  const target = status.targets.find((one) => one.target === name);
  if (target === undefined || target.control.state === 'paused') return false;
  return !NOT_LIVE.has(target.state);
}
