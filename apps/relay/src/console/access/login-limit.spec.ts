import { LoginLimit, TRIES_MAX } from './login-limit.js';

describe('LoginLimit', () => {
  let now = 0;
  let limit: LoginLimit;

  beforeEach(() => {
    now = 0;
    limit = new LoginLimit(() => now);
  });

  it('lets an address go on until it was wrong too often, and again when the minute is over', () => {
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

  it('bounds what all addresses together guess', () => {
    for (let i = 0; i < 100; i++) limit.failed(`address-${i}`);
    expect(limit.waitOf('another')).toBe(60);
  });
});
