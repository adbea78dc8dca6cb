import { integerOf, smallestUnits } from '#live-event';

/** What a donation to a channel's charity is called as a gift. */
export const CHARITY_DONATION = 'Charity Donation';

/**
 * A donation as Twitch tells it, a whole number and how many of its digits are decimals, in the
 * smallest unit of its currency.
 */
export function minorUnits(amount: unknown, decimals: unknown, currency: string): number {
  const places = decimals === '' || decimals === undefined ? 2 : integerOf(decimals);
  return smallestUnits(integerOf(amount) / 10 ** Math.min(places, DECIMALS_MAX), currency);
}

const DECIMALS_MAX = 8;
