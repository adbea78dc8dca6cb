import { EVENT_CLASSES } from './event-class.js';
import { EVENT_TYPES } from './live-event.js';

interface Kind {
  /** What the reason names behind its kind: a class or a type of events; absent: nothing. */
  readonly of?: readonly string[];
  /** Whether nobody wanted it: a buffer, Redis, or the memory for its outages had no room. */
  readonly noRoom?: true;
}

/**
 * Why events are dropped, in the order in which an event may meet it. Redis keeps counts by these
 * names.
 */
const KINDS = {
  filtered_type: {},
  filtered_user: {},
  filtered_length: {},
  filtered_symbols: {},
  filtered_word: {},
  filtered_slow: {},
  filtered_repeat: {},
  duplicate: {},
  replayed: {},
  spill: { of: EVENT_CLASSES, noRoom: true },
  gated: {},
  ignored_account: {},
  gift_free: {},
  gift_small: {},
  spill_expired: { noRoom: true },
  stale_lease: {},
  shed: { of: EVENT_CLASSES, noRoom: true },
  shed_memory: { of: ['chat', 'ambient'], noRoom: true },
  capped: { of: EVENT_TYPES },
  not_chosen: {},
  asked_before: {},
  greeted: {},
  streak_joined: {},
  superseded: {},
  held: {},
  expired: {},
  ambiguous: {},
  lost_in_redis: {},
  dead_letter_overflow: {},
  dead_letter_expired: {},
  dead_letter_discarded: {},
} as const satisfies Readonly<Record<string, Kind>>;

/** A reason without the class or type that it names. */
export type DropKind = keyof typeof KINDS;

type ReasonsOf<K extends DropKind> = (typeof KINDS)[K] extends {
  readonly of: readonly (infer Of extends string)[];
}
  ? `${K}_${Of}`
  : K;

/** Why an event was dropped, as the ledger, the metric and the trail name it. */
export type DropReason = { [K in DropKind]: ReasonsOf<K> }[DropKind];

export interface DropRow {
  readonly reason: DropReason;
  readonly kind: DropKind;
  /** The class or type that it names. */
  readonly of: string | undefined;
  readonly noRoom: boolean;
}

/** Every reason. */
export const DROP_REASONS: readonly DropRow[] = Object.entries<Kind>(KINDS).flatMap(
  ([name, { of, noRoom = false }]): DropRow[] => {
    const kind = name as DropKind;
    if (of === undefined) return [{ reason: kind as DropReason, kind, of, noRoom }];
    return of.map((one) => ({ reason: `${kind}_${one}` as DropReason, kind, of: one, noRoom }));
  },
);

const ROWS: ReadonlyMap<string, DropRow> = new Map(DROP_REASONS.map((row) => [row.reason, row]));

/** What is known of a reason; `undefined`: a later version counts by it. */
export function dropRowOf(reason: string): DropRow | undefined {
  return ROWS.get(reason);
}
