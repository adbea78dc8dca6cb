import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { BUILD_MS_MAX, ensureBuilt } from '../support/built-relay.js';

const GUARD = resolve(import.meta.dirname, '../../bench/guard.mjs');

interface Guarded {
  readonly events: number;
  readonly appendCommandsPer1000: number;
  readonly reportCommandsPer1000: number;
  readonly reportsPer1000: number;
  readonly quietCommandsPerEvent: number;
  readonly quietRoundTripsPerEvent: number;
  readonly allocatedBytesPerEvent: number;
  readonly collections: number;
}

beforeAll(ensureBuilt, BUILD_MS_MAX);

describe('the cost of an event', () => {
  it('stays within its commands, requests and heap, whatever the machine', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [GUARD]);
    const guarded = JSON.parse(stdout) as Guarded;
    expect(guarded.events).toBe(20_000);
    // Full reports: one for a thousand events.
    expect(guarded.reportsPer1000).toBe(1);
    // Bounds that a command or an object more an event breaks, and a slow machine does not: what
    // goes on in the background meanwhile is some ten commands a second.
    expect(guarded.appendCommandsPer1000).toBeLessThan(200);
    expect(guarded.reportCommandsPer1000).toBeLessThan(60);
    // Four rooms of five events a second at the defaults: 71 commands once; a slow machine adds a few.
    expect(guarded.quietCommandsPerEvent).toBeGreaterThan(5);
    expect(guarded.quietCommandsPerEvent).toBeLessThan(30);
    expect(guarded.quietRoundTripsPerEvent).toBeLessThan(4);
    expect(guarded.collections).toBe(0);
    expect(guarded.allocatedBytesPerEvent).toBeGreaterThan(500);
    expect(guarded.allocatedBytesPerEvent).toBeLessThan(3500);
  });
});
