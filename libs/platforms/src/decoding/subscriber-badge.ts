import { fieldsOf } from '#live-event';

/** What a platform calls the fields of a badge. */
export interface BadgeKeys<Key extends string = string> {
  readonly name: Key;
  readonly months: Key;
}

/**
 * A viewer's badge of a subscriber, with its months, among badges in any order; an empty name where
 * there is none.
 */
export function subscriberBadge(
  badges: unknown,
  keys: BadgeKeys,
): readonly [name: string, months: unknown] {
  if (!Array.isArray(badges)) return ['', 0];
  for (const badge of badges.slice(0, BADGES_MAX) as unknown[]) {
    const fields = fieldsOf(badge);
    const name = fields[keys.name];
    if (name === 'subscriber' || name === 'founder') return [name, fields[keys.months]];
  }
  return ['', 0];
}

const BADGES_MAX = 50;
