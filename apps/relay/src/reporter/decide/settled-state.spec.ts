import { endedOutage, settledState } from './settled-state.js';
import { keptStateOf, type KeptState } from './kept-state.js';

const NOW = 1_800_000_000_000;
const BATCH = { passed: 4, events: 3 };

function failing(fields: Partial<KeptState> = {}): KeptState {
  const state = keptStateOf(new Map(), NOW);
  return { ...state, failures: 3, failingSince: NOW - 60_000, ...fields };
}

describe('the outage of a target', () => {
  it('ends with a delivery: how long it was, how many tries failed, how much waited', () => {
    const before = failing();
    const after = settledState(before, BATCH, true, NOW);
    expect(after).toMatchObject({ failures: 0, failingSince: 0, reportedAt: NOW });
    const outage = { durationMs: 60_000, failures: 3, waited: 500 };
    expect(endedOutage(before, after, 500, NOW)).toEqual(outage);
  });

  it('does not end where all waiting events expired', () => {
    const before = failing();
    const after = settledState(before, { passed: 4, events: 0 }, false, NOW);
    expect(after).toMatchObject({ failures: 3, failingSince: NOW - 60_000 });
    expect(endedOutage(before, after, 0, NOW)).toBeUndefined();
  });

  it('is absent where no report failed, and never negative, whatever clocks do', () => {
    const well = failing({ failures: 0, failingSince: 0 });
    expect(endedOutage(well, settledState(well, BATCH, true, NOW), 4, NOW)).toBeUndefined();
    const ahead = failing({ failingSince: NOW + 1 });
    const after = settledState(ahead, BATCH, true, NOW);
    expect(endedOutage(ahead, after, 4, NOW)?.durationMs).toBe(0);
  });
});
