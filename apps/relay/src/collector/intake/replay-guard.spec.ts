import type { CommentEvent, GiftEvent, LiveEvent } from '#live-event';
import { ReplayGuard } from './replay-guard.js';

const USER = { userId: 'x_1', name: 'One', level: 0, badge: '', badgeLevel: 0 };
const START = 1_800_000_000_000;

function comment(text: string, more: Partial<CommentEvent> = {}): CommentEvent {
  return { type: 'comment', user: USER, text, ...more };
}

function gift(giftName: string, giftNum: number): GiftEvent {
  const price = { totalValue: 0, giftValue: 0 };
  return { type: 'gift', user: USER, gift: { giftName, giftNum, ...price } };
}

/** A guard whose source has reconnected a moment ago. */
function reconnected(...before: readonly (readonly [LiveEvent, number])[]): ReplayGuard {
  const guard = new ReplayGuard();
  guard.connected(START);
  for (const [event, at] of before) guard.reasonAgainst(event, at);
  guard.connected(START + 10_000);
  return guard;
}

describe('ReplayGuard', () => {
  it('lets repeated texts through while nothing was reconnected: "666" is real chat', () => {
    const guard = new ReplayGuard();
    guard.connected(START);
    for (let i = 0; i < 5; i++) {
      expect(guard.reasonAgainst(comment('666'), START + i)).toBeUndefined();
    }
  });

  it('drops history older than the last event seen, for half a minute after a reconnect', () => {
    const seen = comment('seen', { id: '1', timestamp: START + 9000 });
    const guard = reconnected([seen, START + 9000]);
    const old = comment('old', { id: '2', timestamp: START + 8999 });
    const missed = comment('missed', { id: '3', timestamp: START + 9500 });
    expect(guard.reasonAgainst(old, START + 10_001)).toBe('replayed');
    expect(guard.reasonAgainst(missed, START + 10_001)).toBeUndefined();
    expect(guard.reasonAgainst(old, START + 40_000)).toBeUndefined();
  });

  it('ignores an event dated in the future', () => {
    const ahead = comment('ahead', { id: '1', timestamp: START + 3_600_000 });
    const guard = reconnected([ahead, START + 9000]);
    const now = comment('now', { id: '2', timestamp: START + 10_000 });
    expect(guard.reasonAgainst(now, START + 10_001)).toBeUndefined();
  });

  it('drops nothing as old where the clock was ahead, and set back before the reconnect', () => {
    const guard = new ReplayGuard();
    guard.connected(START);
    guard.reasonAgainst(comment('early', { id: '1', timestamp: START + 1 }), START + 1);
    const setBack = START - 8 * 3_600_000;
    guard.connected(setBack);
    const now = comment('now', { id: '2', timestamp: setBack + 100 });
    expect(guard.reasonAgainst(now, setBack + 101)).toBeUndefined();
    guard.connected(setBack + 1000);
    expect(guard.reasonAgainst({ ...now, timestamp: setBack + 99 }, setBack + 1001)).toBe(
      'replayed',
    );
  });

  it('recognises events without ids that came within two seconds, only after a reconnect', () => {
    const guard = reconnected([comment('hello'), START + 9500]);
    expect(guard.reasonAgainst(comment('hello'), START + 11_000)).toBe('duplicate');
    expect(guard.reasonAgainst(comment('hello'), START + 13_000)).toBeUndefined();
    expect(guard.reasonAgainst(comment('other'), START + 13_000)).toBeUndefined();
  });

  it('lets the same words through a minute later, and once the half minute is over', () => {
    const guard = reconnected([comment('666'), START + 9500]);
    expect(guard.reasonAgainst(comment('666'), START + 10_001)).toBe('duplicate');
    expect(guard.reasonAgainst(comment('666'), START + 39_999)).toBeUndefined();
    expect(guard.reasonAgainst(comment('666'), START + 40_000)).toBeUndefined();
    expect(guard.reasonAgainst(comment('666'), START + 70_001)).toBeUndefined();
    expect(guard.reasonAgainst(comment('666'), START + 70_002)).toBeUndefined();
  });

  it('tells the gifts of a streak apart, which look alike, and knows the same count of it again', () => {
    const guard = reconnected([gift('Rose', 1), START + 10_000]);
    const counts = ['1', '2', '3', '3', '4'];
    const reasons = counts.map((count) => {
      return guard.reasonAgainst(gift('Rose', 1), START + 10_001, `x_1 Rose group ${count}`);
    });
    expect(reasons).toEqual([undefined, undefined, undefined, 'duplicate', undefined]);
  });

  it('tells users, kinds, gifts and their numbers apart', () => {
    const guard = reconnected([gift('Rose', 1), START + 10_000], [comment('Rose'), START + 10_000]);
    const other = { ...USER, userId: 'x_2' };
    expect(guard.reasonAgainst(gift('Rose', 2), START + 10_001)).toBeUndefined();
    expect(guard.reasonAgainst(gift('Lily', 1), START + 10_001)).toBeUndefined();
    expect(guard.reasonAgainst(comment('Rose', { user: other }), START + 10_001)).toBeUndefined();
    expect(guard.reasonAgainst(gift('Rose', 1), START + 10_001)).toBe('duplicate');
  });

  it('passes events with an id, which the buffer checks, and viewer counts', () => {
    const guard = reconnected([comment('a', { id: '1' }), START + 10_000]);
    expect(guard.reasonAgainst(comment('a', { id: '1' }), START + 10_001)).toBeUndefined();
    const viewers = { type: 'viewers', numberOfViewers: 5 } as const;
    guard.reasonAgainst(viewers, START + 10_001);
    expect(guard.reasonAgainst(viewers, START + 10_002)).toBeUndefined();
  });

  it('forgets the oldest events when too many come within two seconds', () => {
    const guard = reconnected([comment('first'), START + 10_000]);
    for (let i = 0; i < 20_000; i++) guard.reasonAgainst(comment(String(i)), START + 10_001);
    expect(guard.reasonAgainst(comment('first'), START + 10_002)).toBeUndefined();
    expect(guard.reasonAgainst(comment('19999'), START + 10_002)).toBe('duplicate');
  });
});
