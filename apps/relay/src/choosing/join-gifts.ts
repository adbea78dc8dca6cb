import type { Candidate } from '#event-buffer';
import { giftOfAll, type Gift } from '#live-event';

interface GiftContent {
  readonly gift: Gift;
}

interface Joined {
  readonly event: Candidate;
  readonly gift: Pick<Gift, 'totalValue' | 'giftValue'>;
}

/**
 * Joins the gifts of a streak to one event in place of the last, with the count and the worth of
 * all. @returns `undefined` where one of them cannot be read.
 */
export function joinGifts(streak: readonly Candidate[]): Joined | undefined {
  try {
    return joined(streak);
  } catch (error) {
    // Damaged in Redis.
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function joined(streak: readonly Candidate[]): Joined {
  const last = streak.at(-1)!;
  const outer = JSON.parse(textOf(last)) as { content: string };
  const content = JSON.parse(outer.content) as GiftContent;
  const gifts = streak.map((event) => {
    const one = JSON.parse((JSON.parse(textOf(event)) as { content: string }).content);
    return (one as GiftContent).gift;
  });
  const gift = giftOfAll(gifts);
  if (streak.length === 1) return { event: last, gift };
  // Keys keep their order, so that a report looks like any other.
  const whole = { ...outer, content: JSON.stringify({ ...content, gift }) };
  const fragment = Buffer.from(`${JSON.stringify(whole)},`, 'utf8');
  return { event: { ...last, fragment }, gift };
}

function textOf({ fragment }: Candidate): string {
  return fragment.toString('utf8', 0, fragment.length - 1);
}
