import { integerOf, smallestUnits } from '#live-event';

/** The gift name of a donation to a channel's charity. */
export const CHARITY_DONATION = 'Charity Donation';

/**
 * A donation in the smallest unit of its currency, from a whole number and its count of decimals.
 */
export function minorUnits(amount: unknown, decimals: unknown, currency: string): number {
  const places = decimals === '' || decimals === undefined ? 2 : integerOf(decimals);
  return smallestUnits(integerOf(amount) / 10 ** Math.min(places, DECIMALS_MAX), currency);
}

const DECIMALS_MAX = 8;
