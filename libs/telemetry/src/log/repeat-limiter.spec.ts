import { RepeatLimiter } from './repeat-limiter.js';

/** The seconds at which a line passes that comes every second. */
function passing(limiter: RepeatLimiter, clock: { now: number }, seconds: number): number[] {
  const passed: number[] = [];
  for (const end = clock.now + seconds * 1000; clock.now < end; clock.now += 1000) {
    if (limiter.pass('it') !== undefined) passed.push(clock.now / 1000);
  }
  return passed;
}

describe('RepeatLimiter', () => {
  it('tells what goes on ever more seldom, and each minute at least', () => {
    const clock = { now: 0 };
    const limiter = new RepeatLimiter(5000, () => clock.now);
    expect(passing(limiter, clock, 300)).toEqual([0, 5, 15, 35, 75, 135, 195, 255]);
  });

  it('begins anew with what was away, and says how many it held back before', () => {
    const clock = { now: 0 };
    const limiter = new RepeatLimiter(5000, () => clock.now);
    passing(limiter, clock, 300);
    clock.now += 120_000;
    expect(limiter.pass('it')).toBe(44);
    clock.now += 1000;
    expect(passing(limiter, clock, 20)).toEqual([425, 435]);
  });
});
