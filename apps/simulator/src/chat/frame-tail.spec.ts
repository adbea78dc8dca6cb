import { FrameTail, TAIL_FRAMES_MAX } from './frame-tail.js';

describe('FrameTail', () => {
  it('gives the last frames, oldest first', () => {
    const tail = new FrameTail();
    for (let n = 1; n <= 10 * TAIL_FRAMES_MAX; n++) tail.push([String(n)]);
    expect(tail.last(2)).toEqual(['2559', '2560']);
    expect(tail.last(0)).toEqual([]);
    expect(tail.last(10_000)).toHaveLength(TAIL_FRAMES_MAX);
  });

  it('keeps no more characters than it may', () => {
    const tail = new FrameTail();
    const long = 'x'.repeat(300_000);
    for (let n = 0; n < 100; n++) tail.push([long]);
    expect(tail.last(256).length).toBeLessThanOrEqual(7);
    expect(tail.last(256).length).toBeGreaterThanOrEqual(3);
  });
});
