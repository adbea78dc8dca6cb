import { BufferKeys } from '#event-buffer';
import { OwnAppends } from './own-appends.js';
import { TargetWaker, type TargetWakerParts } from './target-waker.js';

describe('a buffer that grew', () => {
  it('is told to the reporter of this process at once, also where it was not empty', async () => {
    const ownAppends = new OwnAppends();
    const told: string[] = [];
    for (const target of ['a', 'b']) ownAppends.watch(target, () => told.push(target) > 0);
    // What grows without becoming full asks nothing of Redis.
    const waker = new TargetWaker({
      ownAppends,
      keys: new BufferKeys('relay'),
    } as TargetWakerParts);
    await waker.grew('b', { depthBefore: 5, depthAfter: 6 });
    expect(told).toEqual(['b']);
  });
});
