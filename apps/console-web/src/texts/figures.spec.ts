import { clock, dayAndTime } from './figures.js';
import { language } from './texts.js';

const DAY_MS = 86_400_000;
const NOON = new Date(2026, 10, 30, 12, 0, 5).getTime();

describe('clock', () => {
  beforeEach(() => {
    language.value = 'en';
  });

  it('tells the time of day alone today, and the date beside it on any other day', () => {
    expect(clock(NOON, NOON + 3_600_000)).toBe('12:00:05');
    for (const days of [1, 30, 365, -1]) {
      expect(clock(NOON, NOON + days * DAY_MS)).toBe('30/11/2026 12:00:05');
    }
    expect(dayAndTime(NOON)).toBe('30/11/2026 12:00:05');
  });

  it('tells the date of yesterday a moment after midnight', () => {
    const midnight = new Date(2027, 0, 1).getTime();
    expect(clock(midnight - 1000, midnight)).toBe('31/12/2026 23:59:59');
    expect(clock(midnight, midnight + 1000)).toBe('00:00:00');
  });
});
