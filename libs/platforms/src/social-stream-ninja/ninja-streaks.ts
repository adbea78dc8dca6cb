import { integerOf, makeGift, textOf, type Gift, type User } from '#live-event';
import { StreakCounter } from '#source';
import type { NinjaMeta } from './social-stream-ninja.external.js';

/** Counts gifts whose streaks tell their running count again and again. One for each bridge. */
export class NinjaStreaks {
  readonly counter = new StreakCounter();

  /** What a message adds to its streak; `undefined`: nothing. Gifts without streaks are as told. */
  added(user: User, gift: Gift, meta: Partial<NinjaMeta>): Gift | undefined {
    if (meta.streakable !== true) return gift;
    const running = Math.max(1, integerOf(meta.repeatCount));
    const group = textOf(meta.groupId, ID_LENGTH_MAX);
    const giftId = textOf(meta.giftId, ID_LENGTH_MAX) || gift.giftName;
    const streak = `${user.userId}\n${giftId}\n${group}`;
    const ended = meta.repeatEnd === true;
    const added = this.counter.added(streak, running, ended);
    // Without a group the next streak has the same name, and may be as short as this one.
    if (ended && group === '') this.counter.forget(streak);
    if (added === 0) return undefined;
    if (added === gift.giftNum) return gift;
    return makeGift({ name: gift.giftName, count: added, unitValue: gift.giftValue });
  }
}

const ID_LENGTH_MAX = 64;
