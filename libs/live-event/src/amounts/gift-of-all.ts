import type { Gift } from '../live-event.js';
import { INTEGER_MAX } from '../limits.js';

/** One gift in place of several, in order: as the last, with the count and the worth of all. */
export function giftOfAll(gifts: readonly Gift[]): Gift {
  let [giftNum, totalValue] = [0, 0];
  for (const gift of gifts) {
    giftNum = Math.min(INTEGER_MAX, giftNum + gift.giftNum);
    totalValue = Math.min(INTEGER_MAX, totalValue + gift.totalValue);
  }
  return { ...gifts.at(-1)!, giftNum, totalValue };
}
