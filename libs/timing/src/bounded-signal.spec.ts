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

  it('aborts with the other one, at once where that has', () => {
    const other = new AbortController();
    const signal = boundedSignal(60_000, other.signal);
    expect(signal.aborted).toBe(false);
    other.abort();
    expect([signal.aborted, boundedSignal(60_000, other.signal).aborted]).toEqual([true, true]);
  });
});
