import type { Mapping } from '#source';

/** What is said and given is worth an id; what tells no more than that somebody is there is not. */
const WORTH_AN_ID = new Set(['comment', 'gift', 'raw']);

/**
 * Whether what two connections tell by this mapping is known to be the same: every comment has an
 * id, and every gift. What else has none is told by the one that is there first.
 */
export function hasIds({ rules }: Mapping): boolean {
  const worth = rules.filter(({ event }) => WORTH_AN_ID.has(event));
  return worth.length > 0 && worth.every(({ id }) => id !== undefined);
}
