/** What the terms of bridges are kept under, in the hash of their target. */
export const TERMS_PREFIX = 'terms:';

/** The field of a target's hash that holds what a bridge asks of reports. */
export function termsField(bridge: string): string {
  return TERMS_PREFIX + bridge;
}

/** The field that says until when a bridge is kept that nobody names, ms since 1970 by Redis's clock. */
export function keepField(bridge: string): string {
  return `keep:${bridge}`;
}
