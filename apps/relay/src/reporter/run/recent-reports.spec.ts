import { DrainChanges, TargetRecord } from '#event-buffer';
import { readReports, RecentReports } from './recent-reports.js';

const BATCH = {
  events: 10,
  receipts: () =>
    [
      [1000, 4],
      [1800, 3],
      [1900, 3],
    ] as const,
};

describe('RecentReports', () => {
  it('tells of each report its outcome, its duration and the median wait of its events', () => {
    const recent = new RecentReports(new TargetRecord(new Map()));
    expect(recent.fields).toEqual({});
    recent.answered(2000, { kind: 'delivered' }, BATCH, 12.6);
    recent.answered(3000, { kind: 'retry' }, BATCH, 10_000);
    const again = new RecentReports(
      TargetRecord.of(new DrainChanges(TargetRecord.of([])).textsOf(recent.fields)),
    );
    expect(again.fields).toEqual(recent.fields);
    expect(readReports(recent.fields['reports'])).toEqual([
      { at: 2000, outcome: 'delivered', events: 10, durationMs: 13, latencyMs: 200 },
      { at: 3000, outcome: 'retry', events: 10, durationMs: 10_000 },
    ]);
  });

  it('keeps only the last reports', () => {
    const recent = new RecentReports(new TargetRecord(new Map()));
    for (let at = 1; at <= 100; at++) recent.answered(at, { kind: 'gone' }, BATCH, 1);
    const kept = readReports(recent.fields['reports']);
    expect(kept.length).toBeLessThan(10);
    expect(kept.at(-1)!.at).toBe(100);
  });

  it('ignores entries that it cannot read', () => {
    expect(readReports(undefined)).toEqual([]);
    expect(readReports('')).toEqual([]);
    expect(readReports('x,y;1,,2,3;;1,delivered,2,3,4')).toHaveLength(1);
  });
});
