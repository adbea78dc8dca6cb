import { Gathering } from './gathering.js';

function gathering({ lingerMs = 1000, minIntervalMs = 500 } = {}): Gathering {
  return new Gathering({ lingerMs, minIntervalMs });
}

describe('Gathering', () => {
  it('lets nothing wait before the first append, and where the pace does not hold the report', () => {
    const one = gathering();
    expect(one.until).toBe(-Infinity);
    one.appended(300, 1000);
    one.appended(undefined, 1100);
    expect(one.until).toBe(-Infinity);
  });

  it('lets events wait until shortly before the pace lets the report go', () => {
    const one = gathering();
    one.appended(300, 1000);
    expect(one.until).toBeGreaterThan(1200);
    expect(one.until).toBeLessThan(1300);
  });

  it('lets events wait through the next pace after an append right before the report', () => {
    const one = gathering();
    one.appended(20, 1000);
    expect(one.until).toBeGreaterThan(1400);
    expect(one.until).toBeLessThan(1520);
  });

  it('lets events wait no longer than lingerMs', () => {
    const one = gathering({ lingerMs: 40 });
    one.appended(300, 1000);
    expect(one.until).toBe(1040);
    one.appended(5, 1100);
    expect(one.until).toBe(1140);
  });

  it('lets events wait no longer than the pace, whatever the answer says', () => {
    const one = gathering({ lingerMs: 60_000 });
    one.appended(3_600_000, 1000);
    expect(one.until).toBeLessThan(1500);
  });

  it('lets events wait no longer than their time of receipt is believed, however long both may be', () => {
    const one = gathering({ lingerMs: 60_000, minIntervalMs: 60_000 });
    one.appended(59_000, 1000);
    expect(one.until).toBe(31_000);
  });
});
