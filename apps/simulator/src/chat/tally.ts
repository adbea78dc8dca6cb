import type { Doing } from './doing.js';

/** The six event types, by the relay's names. */
export type EventName = 'comment' | 'enter' | 'like' | 'gift' | 'follow' | 'viewers';

/** The events that a room sent: a bridge that heard everything has received the same. */
export class Tally {
  readonly events: Record<EventName, number> = {
    comment: 0,
    enter: 0,
    like: 0,
    gift: 0,
    follow: 0,
    viewers: 0,
  };
  /** The sum of all `giftNum`s. */
  giftNum = 0;
  /** Messages that are no events. */
  ignored = 0;

  get total(): number {
    return Object.values(this.events).reduce((sum, count) => sum + count, 0);
  }

  /** Counts one message, and returns how many events it is. */
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
