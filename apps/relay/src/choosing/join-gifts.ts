import type { Candidate } from '#event-buffer';
import { INTEGER_MAX, type Gift } from '#live-event';

interface GiftContent {
  readonly gift: Gift;
}

/**
 * One event for all gifts of a streak, in the place of the last: as many, and worth as much, as all
 * of them together. One that cannot be read stands for itself.
 */
export function joinGifts(streak: readonly Candidate[]): {
  readonly event: Candidate;
  readonly gift: Pick<Gift, 'totalValue' | 'giftValue'>;
} {
  const last = streak.at(-1)!;
  const outer = JSON.parse(textOf(last)) as { content: string };
  const content = JSON.parse(outer.content) as GiftContent;
  let [giftNum, totalValue] = [0, 0];
  for (const event of streak) {
    const one = JSON.parse((JSON.parse(textOf(event)) as { content: string }).content);
    const { gift } = one as GiftContent;
    giftNum = Math.min(INTEGER_MAX, giftNum + gift.giftNum);
    totalValue = Math.min(INTEGER_MAX, totalValue + gift.totalValue);
  }
  const gift = { ...content.gift, giftNum, totalValue };
  if (streak.length === 1) return { event: last, gift };
  // The keys stay where they are: a report of it looks like any other.
  const joined = { ...outer, content: JSON.stringify({ ...content, gift }) };
  const fragment = Buffer.from(`${JSON.stringify(joined)},`, 'utf8');
  return { event: { ...last, fragment }, gift };
}

function textOf({ fragment }: Candidate): string {
  return fragment.toString('utf8', 0, fragment.length - 1);
}
