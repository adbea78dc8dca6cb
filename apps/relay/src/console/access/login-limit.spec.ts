import { LoginLimit, TRIES_MAX } from './login-limit.js';

describe('LoginLimit', () => {
  let now = 0;
  let limit: LoginLimit;

  beforeEach(() => {
    now = 0;
    limit = new LoginLimit(() => now);
  });

  it('blocks an address after too many wrong tokens, for the rest of the minute', () => {
    for (let i = 0; i < TRIES_MAX; i++) {
      expect(limit.waitOf('a')).toBe(0);
      limit.failed('a');
      now += 1000;
    }
    expect(limit.waitOf('a')).toBe(50);
    expect(limit.waitOf('b')).toBe(0);
    now = 60_000;
    expect(limit.waitOf('a')).toBe(0);
  });

  it('bounds the guesses of all addresses together', () => {
    for (let i = 0; i < 100; i++) limit.failed(`address-${i}`);
    expect(limit.waitOf('another')).toBe(60);
  });
});
