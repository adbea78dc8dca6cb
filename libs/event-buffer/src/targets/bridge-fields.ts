/** The prefix of the fields with the terms of bridges, in the hash of their target. */
export const TERMS_PREFIX = 'terms:';

/** The field of a target's hash with a bridge's terms for reports. */
export function termsField(bridge: string): string {
  return TERMS_PREFIX + bridge;
}

/**
 * The field with the time until which an unnamed bridge is kept, ms since 1970 by Redis's clock.
 */
export function keepField(bridge: string): string {
  return `keep:${bridge}`;
}
