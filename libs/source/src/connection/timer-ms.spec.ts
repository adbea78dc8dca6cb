import { timerMs } from './timer-ms.js';

describe('timerMs', () => {
  it.each([
    [50, 50],
    [1, 10],
    [-1, 10],
    [Number.NaN, 10],
    [Infinity, 2 ** 31 - 1],
    [1e12, 2 ** 31 - 1],
  ])('makes a delay that a timer can take of %d', (ms, expected) => {
    expect(timerMs(ms, 10)).toBe(expected);
  });
});
