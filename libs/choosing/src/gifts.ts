import type { GiftPolicy } from './choose-policy.js';

interface GiftWorth {
  readonly totalValue: number;
  readonly giftValue: number;
}

/** Why a gift is not reported; `undefined` if it is. */
export function giftReason(
  { totalValue, giftValue }: GiftWorth,
  { minValue, free }: Pick<GiftPolicy, 'minValue' | 'free'>,
): 'gift_free' | 'gift_small' | undefined {
  if (totalValue === 0 && giftValue === 0) return free ? undefined : 'gift_free';
  return totalValue < minValue ? 'gift_small' : undefined;
}
