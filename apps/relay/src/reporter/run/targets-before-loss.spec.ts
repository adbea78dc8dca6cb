import { TargetsBeforeLoss } from './targets-before-loss.js';

describe('TargetsBeforeLoss', () => {
  it("tells that a target was this process's when Redis lost its data, and not for a later loss", () => {
    let now = 0;
    const had = new TargetsBeforeLoss(() => now);
    now = 10_000;
    had.add('p/a');
    now = 12_000;
    expect(had.isSince('p/a', 2000)).toBe(true);
    expect(had.isSince('p/b', 2000)).toBe(false);
    // Noticed two seconds after the note: it is another loss.
    now = 20_000;
    expect(had.isSince('p/a', 8000)).toBe(false);
  });

  it('forgets a target after a while', () => {
    let now = 0;
    const had = new TargetsBeforeLoss(() => now);
    had.add('p/a');
    now = 100_000;
    had.add('p/b');
    expect([had.isSince('p/a', 200_000), had.isSince('p/b', 200_000)]).toEqual([false, true]);
  });
});
