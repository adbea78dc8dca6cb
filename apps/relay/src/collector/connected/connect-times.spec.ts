import { jest } from '@jest/globals';
import { ConnectTimes } from './connect-times.js';

describe('how long a source has failed to connect', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is told as long after a quarter of a minute, the wait for its turn apart', async () => {
    const times = new ConnectTimes();
    const failed = (failures: number): void => times.note({ state: 'backoff', failures });
    failed(1);
    jest.advanceTimersByTime(10_000);
    let come!: () => void;
    const waiting = times.waiting(
      new Promise((resolve) => {
        come = resolve;
      }),
    );
    jest.advanceTimersByTime(600_000);
    expect(times.isLong).toBe(false);
    come();
    await waiting;
    jest.advanceTimersByTime(5000);
    expect(times.isLong).toBe(false);
    failed(2);
    jest.advanceTimersByTime(1);
    expect(times.isLong).toBe(true);
    times.note({ state: 'ready', failures: 2 });
    expect(times.isLong).toBe(false);
  });
});
