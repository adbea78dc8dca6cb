import { jest } from '@jest/globals';
import { RelayMetrics, type LogFields } from '#telemetry';
import { HourlySummary } from './hourly-summary.js';

describe('HourlySummary', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it("counts each hour's events, also those of removed bridges", async () => {
    const metrics = new RelayMetrics();
    const lines: LogFields[] = [];
    const summary = new HourlySummary(metrics, {
      write: (_severity, _event, _sentence, fields) => void lines.push(fields ?? {}),
    });
    summary.start();
    metrics.eventsReceived.add(5, 'shop', 'comment');
    await metrics.text();
    metrics.eventsReceived.add(2, 'gone', 'like');
    metrics.reports.add(1, 'delivered');
    metrics.forgetBridge('gone');
    jest.advanceTimersByTime(60 * 60_000);
    metrics.eventsReceived.add(1, 'shop', 'comment');
    jest.advanceTimersByTime(60 * 60_000);
    summary.stop();
    jest.advanceTimersByTime(60 * 60_000);
    expect(lines).toMatchObject([
      { received: 7, reports: 1, reported: 0, reconnects: 0 },
      { received: 1, reports: 0 },
    ]);
    expect(lines).toHaveLength(2);
  });
});
