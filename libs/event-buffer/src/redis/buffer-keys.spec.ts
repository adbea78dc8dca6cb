import { BufferKeys, KEPT_TARGETS_MAX } from './buffer-keys.js';

describe('the keys of targets', () => {
  it('are kept for as many as an installation has, and no more, however many are named', () => {
    const keys = new BufferKeys('relay');
    const first = keys.of('default/first');
    for (let i = 1; i < KEPT_TARGETS_MAX; i++) keys.of(`default/${i}`);
    expect(keys.of('default/first')).toBe(first);
    keys.of('default/one-more');
    const again = keys.of('default/first');
    expect(again).not.toBe(first);
    expect(again.events).toBe(first.events);
  });

  it('have one hash tag, for one script touches them all', () => {
    const { ledger, streaks, streakTurn, choosing, ...others } = new BufferKeys('relay').of('p/r');
    const ofBridge = [ledger, streaks, streakTurn].map((key) => key('main'));
    const all = [...Object.values(others), ...ofBridge, choosing('gifts')];
    expect(all.filter((key) => !key.startsWith('relay:{p/r}:'))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });
});
