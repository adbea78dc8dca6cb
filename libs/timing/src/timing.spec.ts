import { jest } from '@jest/globals';
import { EventEmitter, getEventListeners, getMaxListeners } from 'node:events';
import * as fc from 'fast-check';
import { aboutMs, backoffMs, patientBackoffMs, shortOfMs } from './backoff.js';
import { firstEvent, untilAborted } from './events.js';
import { inTime } from './in-time.js';
import { fullPause, pause } from './pause.js';

describe('pause', () => {
  it('ends with its signal, and leaves no listener behind, however often', async () => {
    const stop = new AbortController();
    for (let i = 0; i < 20; i++) await pause(0, stop.signal);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
    const long = pause(3_600_000, stop.signal);
    stop.abort();
    await long;
    await pause(3_600_000, stop.signal);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  });
});

describe('a pause that is longer than a timer of Node can wait', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('lasts as long as it should, and ends with its signal at any time', async () => {
    const day = 86_400_000;
    const stop = new AbortController();
    const over: string[] = [];
    void pause(60 * day).then(() => over.push('whole'));
    void pause(60 * day, stop.signal).then(() => over.push('stopped'));
    await jest.advanceTimersByTimeAsync(59 * day);
    expect(over).toEqual([]);
    stop.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(over).toEqual(['stopped']);
    await jest.advanceTimersByTimeAsync(day);
    expect(over).toEqual(['stopped', 'whole']);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a signal', () => {
  it('may be waited for by many at once, which Node would take for a leak', async () => {
    const stop = new AbortController();
    const waits = Array.from({ length: 20 }, async (_, i) =>
      i % 2 === 0 ? pause(3_600_000, stop.signal) : untilAborted(stop.signal),
    );
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(20);
    // No limit, and so no warning; as undici asks for it with each `fetch`.
    expect(getMaxListeners(stop.signal)).toBe(Infinity);
    stop.abort();
    await Promise.all(waits);
  });
});

describe('fullPause', () => {
  it('throws the reason of its signal, however early, and leaves no listener behind', async () => {
    const stop = new AbortController();
    await fullPause(0, stop.signal);
    const long = fullPause(3_600_000, stop.signal);
    stop.abort(new Error('enough'));
    await expect(long).rejects.toThrow('enough');
    await expect(fullPause(3_600_000, stop.signal)).rejects.toThrow('enough');
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  });
});

describe('aboutMs', () => {
  it('is between half of the time and one and a half of it', () => {
    expect([0, 0.5, 1].map((random) => aboutMs(100, random))).toEqual([50, 100, 150]);
  });
});

describe('waits with jitter', () => {
  it('are whole numbers of ms within their bounds', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const ms = fc.nat(100_000);
    fc.assert(
      fc.property(ms, ms, fc.nat(40), random, (firstMs, moreMs, failures, chance) => {
        const backoff = { firstMs, longestMs: firstMs + moreMs };
        const waits = [
          aboutMs(firstMs, chance),
          shortOfMs(firstMs, chance),
          backoffMs(failures, backoff, chance),
          patientBackoffMs(failures, backoff, chance),
        ];
        for (const wait of waits) expect(Number.isInteger(wait)).toBe(true);
        expect(shortOfMs(firstMs, chance)).toBeLessThanOrEqual(firstMs);
        expect(backoffMs(failures, backoff, chance)).toBeLessThanOrEqual(backoff.longestMs);
      }),
    );
  });
});

describe('inTime', () => {
  it('returns a value that comes in time, and the fallback where it is late', async () => {
    expect(await inTime(Promise.resolve(1), 3_600_000, () => 2)).toBe(1);
    expect(await inTime(new Promise<number>(() => {}), 0, () => 2)).toBe(2);
    const fails = inTime(new Promise(() => {}), 0, () => {
      throw new Error('late');
    });
    await expect(fails).rejects.toThrow('late');
    await expect(inTime(Promise.reject(new Error('no')), 1000, () => 2)).rejects.toThrow('no');
  });
});

describe('waiting for events', () => {
  it('ends with the first of several events, and leaves no listener', async () => {
    const from = new EventEmitter();
    const names = ['drain', 'error', 'close'];
    for (const name of names) {
      const waited = firstEvent(from, names);
      from.emit(name);
      await waited;
    }
    expect(from.eventNames()).toEqual([]);
  });

  it('ends with the signal or the promise, and leaves no listener', async () => {
    const stop = new AbortController();
    await untilAborted(stop.signal, Promise.resolve());
    await expect(untilAborted(stop.signal, Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
    const waited = untilAborted(stop.signal, new Promise(() => {}));
    stop.abort();
    await waited;
    await untilAborted(stop.signal);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  });
});

describe('a backoff', () => {
  it('doubles up to its longest wait, never shorter than its least, with full jitter', () => {
    const times = { firstMs: 100, longestMs: 1000 };
    expect([1, 2, 3, 4, 5, 99].map((failures) => backoffMs(failures, times, 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
    expect(backoffMs(3, times, 0)).toBe(10);
    expect(backoffMs(3, { ...times, leastMs: 50 }, 0)).toBe(50);
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const waitMs = backoffMs(failures, times, random);
        expect(waitMs).toBeGreaterThanOrEqual(10);
        expect(waitMs).toBeLessThanOrEqual(1000);
      }),
    );
  });
});
