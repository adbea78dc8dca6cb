import { endedOutage, settledState } from './settled-state.js';
import { keptStateOf, type KeptState } from './kept-state.js';

const NOW = 1_800_000_000_000;
const BATCH = { passed: 4, events: 3 };
const REFUSAL = { offset: 0, code: 'MSS.1', message: 'refused', requestId: '', at: NOW };

function failing(fields: Partial<KeptState> = {}): KeptState {
  const state = keptStateOf(new Map(), NOW);
  return { ...state, failures: 3, failingSince: NOW - 60_000, ...fields };
}

describe('settledState', () => {
  it.each([
    ['of a lost report that the batch was a part of', 10, 6],
    ['of a lost report that the batch was all of', 4, 0],
    ['where no report is in flight', 0, 0],
  ])('keeps the mark %s for the events that the cursor has not passed', (_, inFlight, left) => {
    const before = failing({ inFlight });
    expect(settledState(before, BATCH, true, NOW).inFlight).toBe(left);
    expect(settledState(before, BATCH, false, NOW).inFlight).toBe(left);
  });
});

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

  it('ends where a judged event that held the target up is set aside', () => {
    const { suspicion } = failing();
    const before = failing({ suspicion: { ...suspicion, refused: [REFUSAL] } });
    const after = settledState(before, BATCH, false, NOW);
    expect(after.failingSince).toBe(0);
    expect(endedOutage(before, after, 2, NOW)).toMatchObject({ durationMs: 60_000, waited: 2 });
  });

  it('is absent where no report failed, and never negative, whatever clocks do', () => {
    const well = failing({ failures: 0, failingSince: 0 });
    expect(endedOutage(well, settledState(well, BATCH, true, NOW), 4, NOW)).toBeUndefined();
    const ahead = failing({ failingSince: NOW + 1 });
    const after = settledState(ahead, BATCH, true, NOW);
    expect(endedOutage(ahead, after, 4, NOW)?.durationMs).toBe(0);
  });
});
