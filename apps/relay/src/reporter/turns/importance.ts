import { CLASS_RANKS, type EventClass } from '#live-event';

/** How important the next report of a target is, for the order of turns. */
export interface Importance {
  /** Of the waiting event that matters most: see `CLASS_RANKS`. */
  readonly rank: number;
  /** Since when an event of that class has waited, in ms since 1970. */
  readonly since: number;
  /** In how many ms the target is due even if others matter more; below 0: it is overdue. */
  readonly overdueInMs: number;
}

/** The longest wait for targets that matter more, in ms, if there are enough turns for all. */
const PATIENCE_MS = 50_000;
/**
 * The part of an event's maximum age at which it is due, so that it is reported before it expires.
 */
const OF_ITS_AGE = 0.8;

/**
 * All times are by one clock: Redis's.
 *
 * @param oldest when the oldest waiting event of each class was received.
 * @param reportedAt when the target had its last report: a buffer that is never empty has waited
 *   since then, or it would have every turn.
 * @param maxAgeMs after how long an event of each class expires.
 */
export function importanceOf(
  oldest: ReadonlyMap<EventClass, number>,
  reportedAt: number,
  maxAgeMs: Readonly<Record<EventClass, number>>,
  now: number,
): Importance {
  let importance: Importance = { rank: 0, since: Infinity, overdueInMs: Infinity };
  for (const [eventClass, at] of oldest) {
    const rank = CLASS_RANKS[eventClass];
    const since = Math.max(at, reportedAt);
    const patienceMs = Math.min(PATIENCE_MS, maxAgeMs[eventClass] * OF_ITS_AGE);
    const overdueInMs = since + patienceMs - now;
    const soonest = Math.min(overdueInMs, importance.overdueInMs);
    const leads = rank > importance.rank || (rank === importance.rank && since < importance.since);
    importance = leads
      ? { rank, since, overdueInMs: soonest }
      : { rank: importance.rank, since: importance.since, overdueInMs: soonest };
  }
  return importance;
}

/** The importance as a number from 2 on, by which processes compare: less goes first. */
export function bidOf({ rank, since }: Importance): number {
  const sinceMs = Math.min(Math.max(2, Math.floor(since)), RANK_STEP - 1);
  return (CLASS_RANKS.paid - rank) * RANK_STEP + sinceMs;
}

/** Larger than any time in ms since 1970, and small enough that Lua holds a bid exactly. */
const RANK_STEP = 1e14;

/** Compares for sorting: the class decides, then who has waited longer. */
export function compareImportance(one: Importance, other: Importance): number {
  return other.rank - one.rank || one.since - other.since;
}
