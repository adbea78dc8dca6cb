import type { Doing } from './doing.js';

/** The six event types, by the relay's names. */
export type EventName = 'comment' | 'enter' | 'like' | 'gift' | 'follow' | 'viewers';

/** What a room sent, in events: what a bridge that heard everything has received. */
export class Tally {
  readonly events: Record<EventName, number> = {
    comment: 0,
    enter: 0,
    like: 0,
    gift: 0,
    follow: 0,
    viewers: 0,
  };
  /** How many gifts in all: what the `giftNum`s must add up to. */
  giftNum = 0;
  /** Messages that are no event. */
  ignored = 0;

  get total(): number {
    return Object.values(this.events).reduce((sum, count) => sum + count, 0);
  }

  /** Notes one doing, and says how many events it is. */
  note(doing: Doing): number {
    if (doing.kind === 'noise' || (doing.kind === 'gift' && doing.count === 0)) {
      this.ignored++;
      return 0;
    }
    this.events[doing.kind]++;
    if (doing.kind !== 'gift') return 1;
    this.giftNum += doing.count;
    if (doing.text === undefined) return 1;
    this.events.comment++;
    return 2;
  }
}
