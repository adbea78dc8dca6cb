import { SharedClock } from './shared-clock.js';

const NOON = 1_790_000_000_000;

describe('the clock that processes share', () => {
  let own = NOON;
  let clock: SharedClock;
  beforeEach(() => {
    own = NOON;
    clock = new SharedClock(() => own);
  });

  it.each([NOON - 900, NOON, NOON + 900])(
    "is this machine's where Redis says %d at noon",
    (redis) => {
      clock.heard(redis, 1);
      expect(clock.now()).toBe(NOON);
    },
  );

  it.each([-150_000, 3_600_000])(
    "is Redis's where this machine is %d ms away, and goes on evenly",
    (away) => {
      own = NOON + away;
      clock.heard(NOON, 1);
      own += 5000;
      // The answer was on its way for longer.
      clock.heard(NOON + 4500, 500);
      expect(clock.now()).toBe(NOON + 5000);
    },
  );

  it("is this machine's again once that agrees with Redis", () => {
    own = NOON + 3_600_000;
    clock.heard(NOON, 1);
    clock.heard(own + 3, 1);
    expect(clock.now()).toBe(own);
  });

  it('does not go by an answer that was on its way for long, as in a process that was suspended', () => {
    clock.heard(NOON - 9000, 9000);
    expect(clock.now()).toBe(NOON);
  });
});
