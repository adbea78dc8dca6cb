import { SkewClock, type ClockSkew } from './skew-clock.js';

const NOW = Date.UTC(2026, 0, 1, 12);
const at = (offsetMs: number) => new Date(NOW + offsetMs).toUTCString();

function clockAt(now = NOW): { clock: SkewClock; told: ClockSkew[] } {
  const told: ClockSkew[] = [];
  return {
    clock: new SkewClock(
      () => now,
      (skew) => told.push(skew),
    ),
    told,
  };
}

describe('SkewClock', () => {
  it('tells our time as long as MetaStudio agrees within a minute', () => {
    const { clock, told } = clockAt();
    expect(clock.observe(at(60_000))).toBe(false);
    expect(clock.observe(at(-60_000))).toBe(false);
    expect(clock.now()).toBe(NOW);
    expect(told).toEqual([]);
  });

  it("tells MetaStudio's time beyond that, and says so once", () => {
    const { clock, told } = clockAt();
    expect(clock.observe(at(-20 * 60_000))).toBe(true);
    expect(clock.now()).toBe(NOW - 20 * 60_000);
    expect(clock.observe(at(-20 * 60_000 + 2000))).toBe(false);
    expect(told).toEqual([{ skewMs: -20 * 60_000 }]);
  });

  it('goes back to our time when the clocks agree again', () => {
    const { clock, told } = clockAt();
    clock.observe(at(3_600_000));
    expect(clock.observe(at(30_000))).toBe(true);
    expect(clock.skewMs).toBe(0);
    expect(clock.now()).toBe(NOW);
    expect(told.at(-1)).toEqual({ skewMs: 0 });
  });

  it('tells a request that was signed before the time was corrected, by any caller', () => {
    const { clock } = clockAt();
    const [one, other] = [clock.watch(), clock.watch()];
    clock.observe(at(3_600_000));
    expect([one(), other(), clock.watch()()]).toEqual([true, true, false]);
  });

  it.each([
    undefined,
    '',
    'yesterday',
    `${at(3_600_000)}${' '.repeat(99)}`,
    // At times like these nothing could be signed any more, so no later answer would correct them.
    '+275760-09-13T00:00:00Z',
    '-271821-04-20T00:00:00Z',
    'Fri, 31 Dec 9999 23:59:59 GMT',
  ])('ignores the Date %j', (date) => {
    const { clock } = clockAt();
    expect(clock.observe(date)).toBe(false);
    expect(clock.now()).toBe(NOW);
  });
});
