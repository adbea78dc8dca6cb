import type { RelayConfig } from '#config';
import { flushEveryMs } from './linger.js';

type Role = RelayConfig['process']['roles'] extends ReadonlySet<infer R> ? R : never;

function everyMs(minIntervalMs: number, ...roles: readonly Role[]): number {
  return flushEveryMs({
    buffer: { minIntervalMs } as RelayConfig['buffer'],
    process: { roles: new Set(roles) } as unknown as RelayConfig['process'],
  });
}

describe('what arrives is flushed', () => {
  it('every ten milliseconds where a pace holds the report longer than that', () => {
    expect([everyMs(500, 'collector'), everyMs(100, 'collector')]).toEqual([10, 10]);
  });

  it('every ten milliseconds without a pace where the reporter of the process is told', () => {
    expect(everyMs(0, 'collector', 'reporter')).toBe(10);
  });

  it('every two milliseconds without a pace where the reporter is another process', () => {
    expect([everyMs(0, 'collector'), everyMs(99, 'collector')]).toEqual([2, 2]);
  });
});
