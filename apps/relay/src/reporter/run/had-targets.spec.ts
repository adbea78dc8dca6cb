import { HadTargets } from './had-targets.js';

describe('the targets that a process had when Redis lost who has them', () => {
  it('are its own after that loss, and not after a later one', () => {
    let now = 0;
    const had = new HadTargets(() => now);
    now = 10_000;
    had.add('p/a');
    now = 12_000;
    expect(had.isSince('p/a', 2000)).toBe(true);
    expect(had.isSince('p/b', 2000)).toBe(false);
    // Noticed two seconds after the note: it is another loss.
    now = 20_000;
    expect(had.isSince('p/a', 8000)).toBe(false);
  });

  it('are forgotten', () => {
    let now = 0;
    const had = new HadTargets(() => now);
    had.add('p/a');
    now = 100_000;
    had.add('p/b');
    expect([had.isSince('p/a', 200_000), had.isSince('p/b', 200_000)]).toEqual([false, true]);
  });
});
