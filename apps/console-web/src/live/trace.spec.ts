import { SLOT_MS, SLOTS, Trace } from './trace.js';

const START = 1_000 * SLOT_MS;

describe('Trace', () => {
  it('tells rates over the last seconds', () => {
    const trace = new Trace();
    trace.add(START, 20, 10);
    expect(trace.rates(START + SLOT_MS)).toEqual({ received: 4, reported: 2 });
    expect(trace.rates(START + 2 * SLOT_MS)).toEqual({ received: 0, reported: 0 });
  });

  it('has an empty slot for a second without events', () => {
    const trace = new Trace();
    trace.add(START, 5, 5);
    trace.add(START + 2 * SLOT_MS, 10, 0);
    const { received, reported } = trace.series(START + 3 * SLOT_MS, 3);
    expect(received).toEqual([1, 0, 2]);
    expect(reported).toEqual([1, 0, 0]);
  });

  it('forgets events that are older than its slots, also after a long silence', () => {
    const trace = new Trace();
    trace.add(START, 5, 5);
    const { received } = trace.series(START + 10 * SLOTS * SLOT_MS);
    expect(received.every((rate) => rate === 0)).toBe(true);
  });

  it('rates only the time since it began, not the minutes before', () => {
    const trace = new Trace();
    trace.add(START, 0, 0);
    trace.add(START + 2000, 20, 10);
    expect(trace.rates(START + 2000)).toEqual({ received: 10, reported: 5 });
  });

  it('counts no event from before it began', () => {
    const trace = new Trace();
    expect(trace.series(START, 2).received).toEqual([null, null]);
    trace.add(START, 0, 0);
    expect(trace.series(START + 2 * SLOT_MS, 4).received).toEqual([null, null, 0, 0]);
  });

  it('continues on another page with the slots that were kept', () => {
    const trace = new Trace();
    trace.add(START, 5, 5);
    const other = Trace.of(structuredClone(trace.state));
    expect(other.series(START + SLOT_MS, 1)).toEqual({ received: [1], reported: [1] });
  });

  it('shows no negative rate where a ledger began anew', () => {
    const trace = new Trace();
    trace.add(START, -500, -500);
    expect(trace.rates(START)).toEqual({ received: 0, reported: 0 });
  });

  it('tells rates after the clock was ahead, and was set back', () => {
    const trace = new Trace();
    trace.add(START, 0, 0);
    trace.add(START + 20 * SLOTS * SLOT_MS, 0, 0);
    for (let at = START + SLOT_MS; at <= START + 9 * SLOT_MS; at += SLOT_MS) trace.add(at, 5, 0);
    expect(trace.rates(START + 9 * SLOT_MS).received).toBeCloseTo(2);
    expect(trace.series(START + 9 * SLOT_MS, 3).received).toEqual([1, 1, 1]);
  });

  it('shares what came over a longer time among its slots by how much of it each has', () => {
    const trace = new Trace();
    trace.add(START, 0, 0);
    trace.add(START + 2 * SLOT_MS + 1000, 110, 0, START);
    expect(trace.rates(START + 2 * SLOT_MS + 1000).received).toBeCloseTo(10);
    expect(trace.series(START + 3 * SLOT_MS, 3)).toMatchObject({ received: [10, 10, 2] });
  });
});
