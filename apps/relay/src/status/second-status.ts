import {
  heardTimeOf,
  secondOf,
  sourceNoteOf,
  type BridgeTexts,
  type SourceNote,
} from '#event-buffer';
import type { BridgeStatus, ProcessStatus, SecondStatus } from './relay-status.js';

// How the second of two connections stands, of a bridge with `redundancy: 2`.

/** What is known of a second copy, as it is written in Redis: where it is the same, so is its status. */
export interface SecondGrounds {
  /** Who holds it now. */
  readonly holder?: string | undefined;
  readonly note?: string | undefined;
  readonly heard?: string | undefined;
  /** Whether no other collector runs that could hold it. */
  readonly isAlone?: boolean | undefined;
}

/** @returns `undefined` for a bridge that one collector is to hold, and does. */
export function secondGroundsOf(
  bridge: string,
  { sources, heard }: Pick<BridgeTexts, 'sources' | 'heard'>,
  known: {
    readonly holderOf: (lease: string) => string | undefined;
    /** Whether two collectors are to hold it. */
    readonly isWanted: boolean;
    /** Whether two collectors run. */
    readonly areTwo: boolean;
  },
): SecondGrounds | undefined {
  const lease = secondOf(bridge);
  const holder = known.holderOf(lease);
  if (holder !== undefined) return { holder, note: sources.get(lease), heard: heard.get(lease) };
  return known.isWanted ? { isAlone: !known.areTwo } : undefined;
}

export function secondStatus(grounds: SecondGrounds): SecondStatus {
  const { holder, note: text, heard, isAlone = false } = grounds;
  if (holder === undefined) return { source: isAlone ? 'alone' : 'unheld' };
  const told = text === undefined ? undefined : sourceNoteOf(text);
  // A holder of an earlier version writes none.
  if (told?.holder !== holder) return { source: 'unknown' };
  const { since, reason, refused, refusedZh } = told;
  const { hears, isDeaf, source = told.state } = hearingOf(told);
  const deaf = isDeaf ? told.hearing?.deaf : undefined;
  const times = heard === undefined ? {} : heardTimeOf(heard);
  return { source, since, reason, refused, refusedZh, hears, deaf, ...times };
}

/** How a source stands and hears, by what its holder wrote. */
export function hearingOf(note: SourceNote | undefined): {
  readonly isOpen: boolean;
  readonly hears: string | undefined;
  readonly isDeaf: boolean;
  readonly source: string | undefined;
} {
  const isOpen = note?.state === 'ready' || note?.state === 'pushed';
  const hears = isOpen ? note.hearing?.state : undefined;
  const isDeaf = hears === 'deaf';
  return { isOpen, hears, isDeaf, source: isDeaf || hears === 'unheard' ? hears : note?.state };
}

/** Whether two collectors run. */
export function areTwo(processes: readonly ProcessStatus[]): boolean {
  return processes.filter(({ roles }) => roles.includes('collector')).length > 1;
}

/** The states of a source that is to be connected, and is not. */
export const LOST_SOURCES: ReadonlySet<string> = new Set([
  'connecting',
  'handshaking',
  'backoff',
  'unheld',
]);

/**
 * Which of the two connections of a bridge is lost, or hears nothing, while the other one is connected; `undefined`
 * also where nobody tells of the other one, or it rests: its room is not live.
 */
export function lostCopyOf({
  source,
  second,
}: Pick<BridgeStatus, 'source' | 'second'>): 'first' | 'second' | undefined {
  if (second === undefined) return undefined;
  if (isLost(source)) return isConnected(second.source) ? 'first' : undefined;
  return isLost(second.source) && isConnected(source) ? 'second' : undefined;
}

/** Whether a source is connected, by what `status` tells of it, and not known to hear nothing. */
export function isConnected(source: string): boolean {
  return source === 'ready' || source === 'pushed' || source === 'unheard';
}

function isLost(source: string): boolean {
  return source === 'deaf' || LOST_SOURCES.has(source);
}
