import type { Mapping } from '#source';

/** Events that must have an id; the others only say that somebody is there. */
const WORTH_AN_ID = new Set(['comment', 'gift', 'raw']);

/**
 * Whether events of this mapping can be matched between two connections: all its comments and gifts
 * have an id. Events of other types without one are taken from the connection that was there first.
 */
export function hasIds({ rules }: Mapping): boolean {
  const worth = rules.filter(({ event }) => WORTH_AN_ID.has(event));
  return worth.length > 0 && worth.every(({ id }) => id !== undefined);
}
