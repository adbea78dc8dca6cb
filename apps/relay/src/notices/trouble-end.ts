import type { NoticeKind } from '#config';
import type { RelayStatus } from '../status/relay-status.js';
import { isConnected } from '../status/second-status.js';
import { isYetToConnect } from '../status/standing.js';
import { NOT_LIVE, type Trouble, type TroubleEnd } from './trouble.js';

/** What is known now. */
export interface Known {
  readonly status: RelayStatus;
  readonly troubles: readonly Trouble[];
  /** The bridges that exist. */
  readonly bridges: { has(name: string): boolean };
  /** Bridges and targets that had a trouble, but for their room, which is known not to be live. */
  readonly notLive: ReadonlySet<string>;
}

/** Troubles of sources: nothing is wrong with one whose room is not live. */
export const OF_SOURCES: ReadonlySet<NoticeKind> = new Set([
  'source-lost',
  'source-deaf',
  'redundancy-lost',
]);
const OF_TARGETS: ReadonlySet<NoticeKind> = new Set(['reports-failing', 'target-paused']);
const CONNECTED: ReadonlySet<string> = new Set(['ready', 'pushed']);

/** What became of a trouble that is not among the known ones. */
export function endOf({ kind, about }: Trouble, known: Known): TroubleEnd {
  const kin = [OF_SOURCES, OF_TARGETS].find((kinds) => kinds.has(kind));
  if (kin === undefined) return 'mended';
  if (known.troubles.some((one) => one.about === about && kin.has(one.kind))) return 'open';
  if (kind === 'redundancy-lost') return endOfRedundancy(about, known);
  if (kin === OF_TARGETS) return endOfTarget(about, known);
  return endOfSource(kind, about, known);
}

function endOfSource(kind: NoticeKind, name: string, { status, bridges }: Known): TroubleEnd {
  if (!bridges.has(name)) return 'moot';
  const rows = status.bridges.filter(({ bridge }) => bridge === name);
  if (rows.some(({ source }) => CONNECTED.has(source))) return 'mended';
  // It is connected; whether it hears nobody knows yet.
  if (rows.some(({ source }) => source === 'unheard')) {
    return kind === 'source-lost' ? 'mended' : 'open';
  }
  return rows.some((row) => isYetToConnect(row)) ? 'open' : 'moot';
}

/** @param name '' of all bridges, while one collector ran. */
function endOfRedundancy(name: string, { status, bridges }: Known): TroubleEnd {
  if (name === '') return 'mended';
  if (!bridges.has(name)) return 'moot';
  const rows = status.bridges.filter(({ bridge }) => bridge === name);
  const isOpen = rows.some((row) => {
    const isUntold = row.second?.source === 'alone' || row.second?.source === 'unknown';
    return isUntold || isYetToConnect(row);
  });
  if (rows.some(({ source, second }) => isConnected(source) && isConnected(second?.source ?? ''))) {
    return 'mended';
  }
  return isOpen ? 'open' : 'moot';
}

function endOfTarget(name: string, { status, notLive }: Known): TroubleEnd {
  const target = status.targets.find((one) => one.target === name);
  if (target === undefined || target.control.state === 'paused') return 'moot';
  if (NOT_LIVE.has(target.state) || notLive.has(name)) return 'moot';
  // What waited has expired: whether the next report is taken nobody knows yet.
  if (target.failures > 0) return 'open';
  // Nothing has been reported to the live job that its room runs now.
  return target.liveJob === undefined ? 'moot' : 'mended';
}
