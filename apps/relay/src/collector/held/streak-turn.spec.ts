import { StreakTurn } from './streak-turn.js';

/** A turn that others have, as this function says of each question; and how long that takes, in ms. */
function turnOf(isTaken: (asked: number) => boolean, lookMs: (asked: number) => number) {
  const told = { asked: 0, ended: 0 };
  let now = 0;
  const turn = new StreakTurn({
    take: async () => {
      now += lookMs(++told.asked);
      return !isTaken(told.asked);
    },
    end: async () => told.ended++,
    begun: async () => true,
    failed: (error) => {
      throw error;
    },
    now: () => now,
  });
  return { turn, told };
}

describe('StreakTurn', () => {
  it('goes on without a turn that others do not end', async () => {
    const { turn, told } = turnOf(
      () => true,
      () => 30,
    );
    (await turn.enter())!();
    expect(told).toEqual({ asked: 35, ended: 0 });
  });

  it('waits for one that others have ended while this process got nothing of the processor', async () => {
    const { turn, told } = turnOf(
      (asked) => asked < 3,
      () => 1500,
    );
    (await turn.enter())!();
    expect(told).toEqual({ asked: 3, ended: 1 });
  });
});
