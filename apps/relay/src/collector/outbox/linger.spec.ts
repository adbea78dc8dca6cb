import { jest } from '@jest/globals';
import type { RelayConfig } from '#config';
import { flushEveryMs, Linger } from './linger.js';

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

describe('Linger', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** A bridge that notes when it is flushed, in ms since the test began. */
  class Flushed {
    readonly #began = performance.now();
    readonly at: number[] = [];

    flush(): void {
      this.at.push(performance.now() - this.#began);
    }
  }

  it('flushes at the end of the turn where it was quiet before, else a moment after the last flush', async () => {
    const linger = new Linger(10);
    const [one, other] = [new Flushed(), new Flushed()];
    linger.stir(one);
    linger.stir(one);
    expect(one.at).toEqual([]);
    await pass(0);
    expect(one.at).toEqual([0]);
    await pass(3);
    linger.stir(one);
    linger.stir(other);
    await pass(6);
    expect([one.at, other.at]).toEqual([[0], []]);
    await pass(1);
    expect([one.at, other.at]).toEqual([[0, 10], [10]]);
    await pass(100);
    expect(one.at).toEqual([0, 10]);
    linger.stir(one);
    await pass(0);
    expect([one.at, other.at]).toEqual([[0, 10, 110], [10]]);
  });

  it('lets a bridge gather until its time, and flushes those together whose times are near each other', async () => {
    const linger = new Linger();
    const [one, other, later] = [new Flushed(), new Flushed(), new Flushed()];
    const began = Math.ceil(performance.now() / 10) * 10;
    await pass(began - performance.now());
    const at = began + 200;
    linger.stir(one, at + 1);
    linger.stir(other, at + 9);
    linger.stir(later, at + 31);
    // The first time of a bridge stands.
    linger.stir(one, at + 300);
    await pass(199);
    expect([one.at, other.at, later.at]).toEqual([[], [], []]);
    await pass(1);
    expect([one.at.length, other.at.length, later.at.length]).toEqual([1, 1, 0]);
    expect(one.at).toEqual(other.at);
    await pass(30);
    expect(later.at).toHaveLength(1);
    linger.stir(one, performance.now() + 50);
    await pass(50);
    expect(one.at).toHaveLength(2);
    await pass(500);
    expect([one.at.length, other.at.length, later.at.length]).toEqual([2, 1, 1]);
  });

  it('flushes nothing once it is stopped', async () => {
    const linger = new Linger();
    const [stirred, gathers, late] = [new Flushed(), new Flushed(), new Flushed()];
    linger.stir(stirred);
    linger.stir(gathers, performance.now() + 50);
    linger.stop();
    linger.stir(late);
    const quiet = new Linger();
    quiet.stop();
    quiet.stir(late);
    await pass(1000);
    expect([stirred.at, gathers.at, late.at]).toEqual([[], [], []]);
    expect(jest.getTimerCount()).toBe(0);
  });
});

async function pass(ms: number): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
}
