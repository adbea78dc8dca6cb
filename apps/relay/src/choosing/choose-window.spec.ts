import type { GiftPolicy } from '#choosing';
import type { Candidate } from '#event-buffer';
import { chooseWindow } from './choose-window.js';

const GIFTS: GiftPolicy = { minValue: 0, free: true, streaks: 'whole', endedAfterSeconds: 5 };
const END = 1_700_000_000_000;

function gift(user: string, key: string, fragment: string): Candidate {
  return {
    entry: `${END - 60_000}-0`,
    bridge: 'shop',
    type: 'gift',
    class: 'paid',
    receivedAt: END - 60_000,
    waitsSince: END - 60_000,
    fragment: Buffer.from(`${fragment},`),
    key,
    score: 0,
    user,
    meaning: { signs: [], strict: 0 },
  };
}

function roses(giftNum: number): string {
  const content = { gift: { giftName: 'Rose', giftNum, giftValue: 10, totalValue: 10 * giftNum } };
  return JSON.stringify({ timestamp: 1, type: 4, content: JSON.stringify(content) });
}

describe('a window of gifts', () => {
  it.each(['', '{"type":4', '{"type":4}', '{"type":4,"content":"{}"}'])(
    'ends for all viewers where one gift is damaged in Redis, which is passed on as it is: %j',
    (damaged) => {
      const events = [
        gift('ann', 'a1', roses(2)),
        gift('bob', 'b1', roses(1)),
        gift('bob', 'b2', damaged),
        gift('ann', 'a2', roses(3)),
      ];
      const policy = { gifts: GIFTS };
      const remembered: never[] = [];
      const terms = { policy, n: 0, end: END, remembered, greeted: new Set<string>() };
      const decisions = chooseWindow('gifts', events, terms);
      const reported = decisions.flatMap((one) =>
        one.reported === undefined ? [] : [one.reported],
      );
      const texts = reported.map(({ fragment }) => fragment.toString().slice(0, -1));
      expect(texts.toSorted()).toEqual([roses(5), roses(1), damaged].toSorted());
    },
  );

  it('tells of a streak that goes on for five minutes, with all that came by then', () => {
    const came = (minutesAgo: number, key: string): Candidate => {
      return { ...gift('ann', key, roses(1)), waitsSince: END - minutesAgo * 60_000 };
    };
    const policy = { gifts: GIFTS };
    const terms = { policy, n: 0, end: END, remembered: [], greeted: new Set<string>() };
    const before = [came(4.9, 'a'), came(2, 'b'), came(0, 'c')];
    expect(chooseWindow('gifts', before, terms)).toEqual([]);
    const after = [came(5, 'a'), came(2, 'b'), came(0, 'c')];
    const decisions = chooseWindow('gifts', after, terms);
    expect(decisions.map(({ verdict }) => verdict.kind)).toEqual(['joined', 'joined', 'chosen']);
    expect(decisions[2]!.reported!.fragment.toString()).toBe(`${roses(3)},`);
  });
});
