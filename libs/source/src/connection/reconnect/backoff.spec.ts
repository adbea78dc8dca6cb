import * as fc from 'fast-check';
import { reconnectDelayMs } from './backoff.js';
import { CONNECTION_DEFAULTS } from '../options.js';
import type { AfterClose } from '../../source-protocol.js';

const limits = CONNECTION_DEFAULTS;
const highest = (): number => 1;

describe('reconnectDelayMs', () => {
  it('doubles from half a second to half a minute', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((failures) =>
      reconnectDelayMs('reconnect', failures, limits, highest),
    );
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads over the whole delay, above the floor', () => {
    const delays = [0, 0.1, 0.5, 0.9].map((random) =>
      reconnectDelayMs('reconnect', 3, limits, () => random),
    );
    expect(delays).toEqual([100, 200, 1000, 1800]);
  });

  it('reconnects at once when the server asks, and backs off when it asks again', () => {
    expect(reconnectDelayMs('reconnect-now', 1, limits, highest)).toBe(100);
    expect(reconnectDelayMs('reconnect-now', 2, limits, highest)).toBe(1000);
    expect(reconnectDelayMs('reconnect-now', 20, limits, highest)).toBe(30_000);
  });

  it('waits the longest delay, or that of a refusal, less up to a fifth', () => {
    const delays = [0, 1].flatMap((random) => [
      reconnectDelayMs('slow', 1, limits, () => random),
      reconnectDelayMs({ refused: 'Renew the token.' }, 1, limits, () => random),
    ]);
    expect(delays).toEqual([30_000, 300_000, 24_000, 240_000]);
  });

  it('waits a tenth of the time that a source has been refused, five minutes at most', () => {
    const minutes = [1, 5, 10, 30, 50, 600];
    const ceilings = minutes.map((count) =>
      reconnectDelayMs('reconnect', 1000, limits, highest, count * 60_000),
    );
    expect(ceilings).toEqual([30_000, 30_000, 60_000, 180_000, 300_000, 300_000]);
    expect(reconnectDelayMs('slow', 1000, limits, () => 0, 3_600_000)).toBe(300_000);
    // One that was let in meanwhile begins anew.
    expect(reconnectDelayMs('reconnect', 1, limits, highest, 3_600_000)).toBe(500);
  });

  it('never exceeds its bounds', () => {
    const after = fc.constantFrom<AfterClose>('reconnect', 'reconnect-now', 'slow', {
      refused: '',
    });
    const random = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(after, fc.integer({ min: 1, max: 1e9 }), random, (rule, failures, value) => {
        const delayMs = reconnectDelayMs(rule, failures, limits, () => value);
        expect(delayMs).toBeGreaterThanOrEqual(limits.backoffFloorMs);
        expect(delayMs).toBeLessThanOrEqual(limits.refusedDelayMs);
      }),
    );
  });
});
