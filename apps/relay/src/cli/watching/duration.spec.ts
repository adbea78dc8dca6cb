import { secondsOf } from './duration.js';

describe('a duration on the command line', () => {
  it.each([
    ['30', 30],
    ['30s', 30],
    ['1.5m', 90],
    ['2h', 7200],
    ['0', 0],
  ])('reads %s as seconds', (text, seconds) => expect(secondsOf(text)).toBe(seconds));

  it.each(['', 's', '-1', '1e3', '5 min', '1d', '٣'])('refuses %p', (text) => {
    expect(secondsOf(text)).toBeUndefined();
  });
});
