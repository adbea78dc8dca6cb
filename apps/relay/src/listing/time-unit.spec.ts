import { timeInUnit } from './time-unit.js';

describe('timeInUnit', () => {
  it('changes the unit at two minutes and at two hours', () => {
    const times = [0, 119_999, 120_000, 7_199_999, 7_200_000].map(timeInUnit);
    expect(times.map(({ unit }) => unit)).toEqual(['s', 's', 'min', 'min', 'h']);
    expect(timeInUnit(90_000)).toEqual({ amount: 90, unit: 's' });
    expect(timeInUnit(180_000)).toEqual({ amount: 3, unit: 'min' });
    expect(timeInUnit(9_000_000)).toEqual({ amount: 2.5, unit: 'h' });
  });
});
