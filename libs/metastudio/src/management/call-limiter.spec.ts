import { jest } from '@jest/globals';
import { PacedLimiter } from './call-limiter.js';

describe('PacedLimiter', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('gives the turn of one that gave up to the next', async () => {
    const limiter = new PacedLimiter(1);
    const order: string[] = [];
    const [first, second] = [new AbortController(), new AbortController()];
    await limiter.take();
    const gone = [first, second].map(async ({ signal }) => limiter.take(signal).catch(() => {}));
    void limiter.take().then(() => order.push('next'));
    void limiter.take().then(() => order.push('last'));
    second.abort();
    await jest.advanceTimersByTimeAsync(500);
    first.abort();
    await Promise.all(gone);
    await jest.advanceTimersByTimeAsync(501);
    expect(order).toEqual(['next']);
    await jest.advanceTimersByTimeAsync(1000);
    expect(order).toEqual(['next', 'last']);
  });

  it('keeps its pace where one gives up before its turn has come', async () => {
    const limiter = new PacedLimiter(1);
    let taken = 0;
    const gone = new AbortController();
    await limiter.take();
    void limiter.take().then(() => taken++);
    const left = limiter.take(gone.signal).catch(() => {});
    void limiter.take().then(() => taken++);
    gone.abort();
    await left;
    await jest.advanceTimersByTimeAsync(1001);
    expect(taken).toBe(1);
  });
});
