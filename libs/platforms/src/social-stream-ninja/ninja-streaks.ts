import { fieldsOf, type Gift, integerOf, makeGift, textOf, type User } from '#live-event';
import { StreakCounter } from '#source';
import type { NinjaMeta } from './social-stream-ninja.external.js';

/** The position of a message within its streak. */
interface Standing {
  readonly running: number;
  /** Tells the streaks of a user and gift apart; `''`: only their ends do. */
  readonly group: string;
  readonly ended: boolean;
}

/** Counts gifts in streaks that repeat their running count. One for each bridge. */
export class NinjaStreaks {
  readonly counter = new StreakCounter();
  /** Which count of which streak the last gift was; absent where it was in none. */
  counted: string | undefined;

  /**
   * What a message adds to its streak; `undefined` if nothing. Gifts without streaks pass
   * unchanged.
   * @param told the total of the streak so far.
   */
  added(user: User, told: Gift, meta: Partial<NinjaMeta>): Gift | undefined {
    const standing = standingOf(meta);
    this.counted = undefined;
    if (standing === undefined) return told;
    const { running, group, ended } = standing;
    const giftId = textOf(meta.giftId, ID_LENGTH_MAX) || told.giftName;
    const streak = `${user.userId}\n${giftId}\n${group}`;
    this.counted = `${streak}\n${running}`;
    const added = this.counter.added(streak, running, ended);
    // Without a group the next streak has the same name, and may be equally short.
    if (ended && group === '') this.counter.forget(streak);
    if (added === 0) return undefined;
    if (added === running) return told;
    // The total may be counted in coins, not in gifts.
    const count = Math.round((told.giftNum * added) / running);
    return makeGift({ name: told.giftName, count, unitValue: told.giftValue });
  }
}

function standingOf(meta: Partial<NinjaMeta>): Standing | undefined {
  const { comboCount } = fieldsOf(meta.youtubeGift as NinjaMeta['youtubeGift']);
  const combo = integerOf(comboCount);
  if (combo > 0)
    return { running: combo, group: textOf(meta.messageId, MESSAGE_ID_LENGTH_MAX), ended: false };
  const streak = textOf(meta.tiktokGiftStreakId, ID_LENGTH_MAX);
  if (meta.streakable !== true && streak === '') return undefined;
  const group = textOf(meta.groupId, ID_LENGTH_MAX);
  return {
    running: Math.max(1, integerOf(meta.repeatCount ?? meta.tiktokGiftCount)),
    group: group === '' || group === '0' ? streak : group,
    ended: meta.repeatEnd === true,
  };
}

const ID_LENGTH_MAX = 64;
/** YouTube's ids have about 80 characters. */
const MESSAGE_ID_LENGTH_MAX = 128;
