/**
 * What the names of the fields of bridges begin with, in the hash of their target; the bridge's
 * name follows, for `epoch`, `append` and `past` with its lane. Letters and a colon, which no other
 * field has: so the fields of a forgotten bridge are found (`forget.lua.ts`).
 */
export const BRIDGE_PREFIXES = {
  /** Its terms for reports. */
  terms: 'terms:',
  /**
   * Until when it is kept though nobody names it, ms since 1970 by Redis's clock; below 0: since
   * when that is over.
   */
  keep: 'keep:',
  /** The epoch under which it last appended. */
  epoch: 'epoch:',
  /** The number of the last append in that epoch. */
  append: 'append:',
  /**
   * `<epoch>:<number>:<number>`: the epoch before, and its last append that was applied and
   * refused.
   */
  past: 'past:',
} as const;

/** A removed bridge is kept for this long, in ms. */
export const KEPT_AFTER_REMOVAL_MS = 3_600_000;

/** The field of a target's hash with a bridge's terms for reports. */
export function termsField(bridge: string): string {
  return BRIDGE_PREFIXES.terms + bridge;
}

/**
 * The field with the time until which an unnamed bridge is kept, ms since 1970 by Redis's clock.
 */
export function keepField(bridge: string): string {
  return BRIDGE_PREFIXES.keep + bridge;
}
