import type { NoticeKind } from '#config';

/** Something that goes wrong now. Holds no viewer's text, and no secret. */
export interface Trouble {
  readonly kind: NoticeKind;
  /** The bridge, the target or the role; '' where it concerns all. */
  readonly about: string;
  /** Of a target: the bridges that it has, since people know those by name. */
  readonly bridges?: readonly string[] | undefined;
  /** One of a closed set, or MetaStudio's code. */
  readonly reason?: string | undefined;
  /** What an operator can do; a sentence of ours. */
  readonly wayOut?: string | undefined;
  /** The same in Chinese, where the one who told it had that. */
  readonly wayOutZh?: string | undefined;
  /** How many events wait, or were dropped. */
  readonly events?: number | undefined;
}

/** Troubles that happen and do not last: they are told at once, and nobody tells that they are over. */
export const MOMENTARY: ReadonlySet<NoticeKind> = new Set(['events-lost']);

/** The states of a target whose room is not live. */
export const NOT_LIVE: ReadonlySet<string> = new Set(['no-job', 'no-room']);

/** Kinds that are told only once they have lasted for so long, in ms: collectors start, stop and are updated. */
export const LASTS_MS_MIN: ReadonlyMap<NoticeKind, number> = new Map([
  ['redundancy-lost', 300_000],
]);

/** Kinds whose `events` are those since the last look. */
export const COUNTED_SINCE: ReadonlySet<NoticeKind> = new Set(['events-lost', 'shedding']);

/**
 * Whether it is of reports that failed before, of which nothing waits any more. That may go on; it does not begin, as
 * with the next live job, in which nothing has failed yet.
 */
export function isLeft({ kind, events }: Trouble): boolean {
  return kind === 'reports-failing' && events === 0;
}

/**
 * What became of a trouble that is not there any more. `moot`: nothing was mended, but its room is
 * not live, or somebody paused or removed it. `open`: another trouble of the same source or target
 * took its place, or nobody can tell now.
 */
export type TroubleEnd = 'mended' | 'moot' | 'open';

export function keyOf({ kind, about }: Pick<Trouble, 'kind' | 'about'>): string {
  return `${kind} ${about}`;
}
