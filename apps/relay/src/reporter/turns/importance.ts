import type { EventClass } from '#live-event';

/** What of a target waits for the next report, for as long as it has been the target's turn. */
export interface Importance {
  /** The class that matters most of what waits: 2 paid, 1 chat, 0 ambient. */
  readonly rank: number;
  /** Since when an event of that class has been without a report, ms since 1970. */
  readonly since: number;
  /** After how long the target is to be served, whatever else waits, in ms; below 0: it is late. */
  readonly overdueInMs: number;
}

const RANKS: Readonly<Record<EventClass, number>> = { ambient: 0, chat: 1, paid: 2 };
/** Nobody waits longer than that for others that matter more, where there are turns enough. */
const PATIENCE_MS = 50_000;
/** What expires is served before it does. */
const OF_ITS_AGE = 0.8;

/**
 * All times are by one clock: Redis's.
 *
 * @param oldest when the oldest event of each class that waits was received.
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
    const rank = RANKS[eventClass];
    const since = Math.max(at, reportedAt);
    const patienceMs = Math.min(PATIENCE_MS, maxAgeMs[eventClass] * OF_ITS_AGE);
    const overdueInMs = since + patienceMs - now;
    const leads = rank > importance.rank || (rank === importance.rank && since < importance.since);
    importance = {
      ...(leads ? { rank, since } : { rank: importance.rank, since: importance.since }),
      overdueInMs: Math.min(overdueInMs, importance.overdueInMs),
    };
  }
  return importance;
}

/** The same order as a number, from 2 on, by which processes compare theirs: less goes first. */
export function bidOf({ rank, since }: Importance): number {
  const sinceMs = Math.min(Math.max(2, Math.floor(since)), RANK_STEP - 1);
  return (RANKS.paid - rank) * RANK_STEP + sinceMs;
}

/** More than any time is, in ms since 1970; a bid is a whole number that Lua holds exactly. */
const RANK_STEP = 1e14;

/** Below 0: one goes before the other. The class decides, and then who has waited longer. */
export function compareImportance(one: Importance, other: Importance): number {
  return other.rank - one.rank || one.since - other.since;
}
