import { EventEmitter, once } from 'node:events';
import { jest } from '@jest/globals';
import { LOST_EARLY, LockWatch, type LockTimes } from './lock-watch.js';

const TIMES: LockTimes = { lockMs: 6000, marginMs: 1000, renewEveryMs: 2000 };

/** A Redis that answers when the test says so, and a clock that the test moves. */
class Rig {
  nowMs = 0;
  readonly asked: { ids: string[]; tokens: string[]; forMs: number }[] = [];
  readonly errors: Error[] = [];
  answer: () => Promise<string[]> = async () => [];

  readonly watch = new LockWatch(
    async (ids, tokens, forMs) => {
      this.asked.push({ ids, tokens, forMs });
      return this.answer();
    },
    (error) => this.errors.push(error),
    TIMES,
    () => this.nowMs,
  );

  /** Time passes, for the clock and for the timers. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 500) {
      this.nowMs += Math.min(left, 500);
      await jest.advanceTimersByTimeAsync(Math.min(left, 500));
    }
  }
}

describe('LockWatch', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('is fresh while renewals are confirmed, all jobs in one call', async () => {
    const rig = new Rig();
    const one = await rig.watch.watch('1', 'token-1');
    const two = await rig.watch.watch('2', 'token-2');
    await rig.pass(20_000);
    expect(one.isFresh()).toBe(true);
    expect(two.isFresh()).toBe(true);
    expect(rig.asked).toHaveLength(2 + 10);
    expect(rig.asked.at(-1)).toEqual({
      ids: ['1', '2'],
      tokens: ['token-1', 'token-2'],
      forMs: 6000,
    });
    rig.watch.stop();
  });

  it('a lock is stale after the process was suspended, before any timer could tell', async () => {
    const rig = new Rig();
    const lock = await rig.watch.watch('1', 't');
    rig.nowMs += 4999;
    expect(lock.isFresh()).toBe(true);
    rig.nowMs += 1;
    expect(lock.isFresh()).toBe(false);
    expect(lock.lost.aborted).toBe(false);
    rig.watch.stop();
  });

  it('counts a renewal from when it was asked for, not from when its answer was read', async () => {
    const rig = new Rig();
    const lock = await rig.watch.watch('1', 't');
    const answers = new EventEmitter();
    rig.answer = async () => once(answers, 'lost');
    await rig.pass(2000);
    rig.nowMs += 6000;
    answers.emit('lost');
    await jest.advanceTimersByTimeAsync(0);
    expect(rig.asked).toHaveLength(2);
    expect(lock.isFresh()).toBe(false);
    rig.watch.stop();
  });

  it('is fresh again when the job is still ours after Redis was away', async () => {
    const rig = new Rig();
    const lock = await rig.watch.watch('1', 't');
    rig.answer = async () => Promise.reject(new Error('away'));
    await rig.pass(8000);
    expect(lock.isFresh()).toBe(false);
    expect(rig.errors).toHaveLength(4);
    rig.answer = async () => [];
    await rig.pass(2000);
    expect(lock.isFresh()).toBe(true);
    rig.watch.stop();
  });

  it('aborts the lock that was refused, and no other', async () => {
    const rig = new Rig();
    const lost = await rig.watch.watch('1', 't');
    const kept = await rig.watch.watch('2', 't');
    rig.answer = async () => ['1'];
    await rig.pass(2000);
    expect([lost.lost.aborted, lost.isFresh()]).toEqual([true, false]);
    expect([kept.lost.aborted, kept.isFresh()]).toEqual([false, true]);
    rig.watch.stop();
  });

  it('a lock that is refused before it can have ended was lost with what Redis held', async () => {
    const rig = new Rig();
    const early = await rig.watch.watch('1', 't');
    rig.answer = async () => ['1'];
    await rig.pass(2000);
    rig.watch.release('1', 't');
    rig.answer = async () => [];
    const late = await rig.watch.watch('2', 't');
    rig.answer = async () => Promise.reject(new Error('away'));
    await rig.pass(6000);
    rig.answer = async () => ['2'];
    await rig.pass(2000);
    expect([early.lost.reason === LOST_EARLY, early.lost.aborted]).toEqual([true, true]);
    expect([late.lost.reason === LOST_EARLY, late.lost.aborted]).toEqual([false, true]);
    rig.watch.stop();
  });

  it('is never fresh when the first confirmation fails or is refused', async () => {
    const rig = new Rig();
    rig.answer = async () => Promise.reject(new Error('away'));
    expect((await rig.watch.watch('1', 't')).isFresh()).toBe(false);
    rig.answer = async () => ['2'];
    const refused = await rig.watch.watch('2', 't');
    expect([refused.isFresh(), refused.lost.aborted]).toEqual([false, true]);
    rig.watch.stop();
  });

  it('asks one question at a time, however long the answer takes', async () => {
    const rig = new Rig();
    await rig.watch.watch('1', 't');
    rig.answer = async () => new Promise(() => undefined);
    await rig.pass(60_000);
    expect(rig.asked).toHaveLength(2);
    rig.watch.stop();
  });

  it('stops renewing a released job, and idles without jobs', async () => {
    const rig = new Rig();
    await rig.watch.watch('1', 't');
    await rig.watch.watch('2', 't');
    rig.watch.release('1', 't');
    await rig.pass(2000);
    expect(rig.asked.at(-1)?.ids).toEqual(['2']);
    rig.watch.release('2', 't');
    expect(jest.getTimerCount()).toBe(0);
    await rig.watch.watch('3', 't');
    await rig.pass(2000);
    expect(rig.asked.at(-1)?.ids).toEqual(['3']);
    rig.watch.stop();
  });

  it('renews the lock of a job that came again, though its earlier lock is released', async () => {
    const rig = new Rig();
    const before = await rig.watch.watch('1', 'token-1');
    const again = await rig.watch.watch('1', 'token-2');
    expect([before.isFresh(), before.lost.aborted]).toEqual([false, true]);
    rig.watch.release('1', 'token-1');
    await rig.pass(20_000);
    expect(again.isFresh()).toBe(true);
    expect(rig.asked.at(-1)).toMatchObject({ ids: ['1'], tokens: ['token-2'] });
    rig.watch.release('1', 'token-2');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up every lock when it stops', async () => {
    const rig = new Rig();
    const lock = await rig.watch.watch('1', 't');
    rig.watch.stop();
    expect([lock.isFresh(), lock.lost.aborted]).toEqual([false, true]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
