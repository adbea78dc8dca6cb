import { acceptedOf, AcceptedReports } from './accepted-reports.js';

const START = { entry: '0-0', index: 0 };

function reportOf(passed: number) {
  const batch = {
    start: START,
    cursor: { entry: '1-1', index: 0 },
    span: ['1-0', '1-0'] as const,
    events: passed,
    bytes: 0,
    passed,
    offset: 0,
    bridges: new Map(),
    refused: [],
    fragments: () => [],
    keys: () => ({ reported: [], dropped: new Map<string, string[]>() }),
    oldest: () => new Map(),
    receipts: () => [[5, passed] as const],
  };
  return acceptedOf(batch, {}, []);
}

describe('AcceptedReports', () => {
  it('keeps the latest of each target until it is settled', () => {
    const accepted = new AcceptedReports();
    expect(accepted.remember('a', reportOf(1))).toBe(0);
    expect(accepted.remember('a', reportOf(2))).toBe(0);
    expect(accepted.of('a')).toMatchObject({ passed: 2 });
    expect([...accepted.of('a')!.receipts()]).toEqual([[5, 2]]);
    accepted.settled('a', reportOf(2), true);
    expect(accepted.targets).toEqual([]);
  });

  it('is bounded: drops the oldest report, and counts its events', () => {
    const accepted = new AcceptedReports(2);
    accepted.remember('a', reportOf(7));
    accepted.remember('b', reportOf(1));
    expect(accepted.remember('c', reportOf(1))).toBe(7);
    expect(accepted.of('a')).toBeUndefined();
    expect(accepted.targets).toEqual(['b', 'c']);
  });
});
