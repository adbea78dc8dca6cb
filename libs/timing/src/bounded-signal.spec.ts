import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { boundedSignal } from './bounded-signal.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('a bounded signal', () => {
  it('aborts after its time, though nothing else holds what measures it', async () => {
    const signals = Array.from({ length: 20 }, () =>
      boundedSignal(100, new AbortController().signal),
    );
    const aborted = Promise.all(signals.map(async (signal) => once(signal, 'abort')));
    for (let i = 0; i < 3; i++) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await aborted;
    expect(signals.every((signal) => signal.aborted)).toBe(true);
  });

  it('does not abort before a process that stood still has read what has come meanwhile', async () => {
    const signals = [boundedSignal(50), boundedSignal(50, new AbortController().signal)];
    for (const begin = performance.now(); performance.now() - begin < 100;);
    // Between two of these come the timers that are due.
    for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    await Promise.all(signals.map(async (signal) => once(signal, 'abort')));
  });

  it('aborts with the other one, at once where that has', () => {
    const other = new AbortController();
    const signal = boundedSignal(60_000, other.signal);
    expect(signal.aborted).toBe(false);
    other.abort();
    expect([signal.aborted, boundedSignal(60_000, other.signal).aborted]).toEqual([true, true]);
  });

  it('leaves nothing with the other one once it is over, however many are made of that', async () => {
    const other = new AbortController().signal;
    const signals = Array.from({ length: 20 }, () => boundedSignal(1, other));
    await Promise.all(signals.map(async (signal) => once(signal, 'abort')));
    expect(signals[0]!.reason).toMatchObject({ name: 'TimeoutError' });
    // Node keeps listeners, and signals that were made of another, in maps and sets under symbols.
    const kept = Object.getOwnPropertySymbols(other).map(
      (key) => (other as unknown as Record<symbol, { size?: number } | undefined>)[key]?.size ?? 0,
    );
    expect(Math.max(...kept)).toBeLessThan(2);
  });
});
