import { TargetWatch } from './target-watch.js';

const at = (mark: string, delayMs?: number) => ({ target: 'p/r', mark, delayMs });

const look = (watch: TargetWatch, one: ReturnType<typeof at>, now: number): number =>
  watch.look([one], now).overdue.length;

describe('the watch over targets that wait', () => {
  it('examines a target that is unchanged for ten seconds', () => {
    const watch = new TargetWatch();
    expect(look(watch, at('1'), 0)).toBe(0);
    expect(look(watch, at('1'), 9999)).toBe(0);
    expect(look(watch, at('1'), 10_000)).toBe(1);
  });

  it('names a target as still where nothing changed since the last look', () => {
    const watch = new TargetWatch();
    expect(watch.look([at('1')], 0).still).toEqual([]);
    expect(watch.look([at('1')], 1).still).toEqual([at('1')]);
    expect(watch.look([at('2')], 2).still).toEqual([]);
    expect(watch.look([at('2', 500)], 3).still).toEqual([]);
  });

  it('begins anew when the target changes', () => {
    const watch = new TargetWatch();
    look(watch, at('1'), 0);
    look(watch, at('2'), 9000);
    expect(look(watch, at('2'), 18_000)).toBe(0);
    expect(look(watch, at('2'), 19_000)).toBe(1);
  });

  it('waits for a delayed target as long as its delay, whatever time is stored', () => {
    const watch = new TargetWatch();
    expect(look(watch, at('1', 60_000), 0)).toBe(0);
    expect(look(watch, at('1', 60_000), 61_000)).toBe(0);
    expect(look(watch, at('1', 60_000), 62_000)).toBe(1);
    expect(look(watch, at('2', 500), 62_000)).toBe(0);
    expect(look(watch, at('2', 500), 65_000)).toBe(1);
  });

  it('waits as long again for a target that is worked on, and names the others', () => {
    const watch = new TargetWatch();
    look(watch, at('1'), 0);
    look(watch, at('1'), 10_000);
    watch.examined('p/r', true, 10_000);
    expect(watch.idle).toEqual([]);
    expect(look(watch, at('1'), 19_000)).toBe(0);
    expect(look(watch, at('1'), 20_000)).toBe(1);
    watch.examined('p/r', false, 20_000);
    expect(watch.idle).toEqual(['p/r']);
    look(watch, at('2'), 21_000);
    expect(watch.idle).toEqual([]);
  });

  it('forgets a target whose buffer is empty', () => {
    const watch = new TargetWatch();
    look(watch, at('1'), 0);
    look(watch, at('1'), 10_000);
    watch.examined('p/r', false, 10_000);
    watch.look([], 11_000);
    expect(watch.idle).toEqual([]);
    expect(look(watch, at('1'), 20_000)).toBe(0);
  });
});
