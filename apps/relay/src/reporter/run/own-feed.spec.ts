import { pause } from '#timing';
import { OwnAppends } from '../../buffer/own-appends.js';
import { OwnFeed } from './own-feed.js';
import { Places } from './places.js';

const TARGET = 'default/room-1';

/** A target at work, in a process that parks as many as it likes. */
async function fed() {
  const places = new Places({ working: 1, parked: 10 });
  await places.take(TARGET);
  const appends = new OwnAppends();
  return { appends, places, feed: new OwnFeed(TARGET, places, appends) };
}

describe('what a process appends to a target that it reports', () => {
  it('ends the parking of that target that waits for it, and of no other', async () => {
    const { appends, feed } = await fed();
    feed.read();
    let isOver = false;
    const parked = feed.park(0, 3_600_000).then(() => (isOver = true));
    // A timer that began later: there is no pace left to keep.
    await pause(1);
    appends.tell('default/room-2');
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    appends.tell(TARGET);
    await parked;
    expect(feed.isComing).toBe(false);
    feed.read();
    expect(feed.isComing).toBe(true);
  });

  it('ends no pace, and is not waited for where it came meanwhile', async () => {
    const { appends, feed } = await fed();
    feed.read();
    const parked = feed.park(30, 3_600_000);
    appends.tell(TARGET);
    const tooEarly = new Promise((resolve) => setImmediate(resolve, 'still parked'));
    expect(await Promise.race([parked, tooEarly])).toBe('still parked');
    await parked;
  });

  it('is waited for until that was in vain once, and again after an append', async () => {
    const { appends, feed } = await fed();
    feed.read();
    expect(feed.isComing).toBe(true);
    await feed.park(0, 1);
    expect(feed.isComing).toBe(false);
    appends.tell(TARGET);
    feed.read();
    expect(feed.isComing).toBe(true);
  });

  it('is not waited for where some came that was not read', async () => {
    const { appends, feed } = await fed();
    feed.read();
    appends.tell(TARGET);
    expect(feed.isComing).toBe(false);
  });

  it('ends the parking for its next events, also where it comes before Redis has told that none wait', async () => {
    const { appends, feed } = await fed();
    const parked = feed.awaitEvents(3_600_000, async () => {
      expect(appends.tell(TARGET)).toBe(true);
      return Promise.resolve(0);
    });
    expect(await parked).toBe(true);
    expect(appends.tell(TARGET)).toBe(false);
  });

  it('is not waited for where Redis tells that another process has appended', async () => {
    const { feed } = await fed();
    feed.read();
    expect(await feed.awaitEvents(3_600_000, async () => 2)).toBe(true);
    expect(feed.isComing).toBe(false);
    // Another drain has started.
    expect(await feed.awaitEvents(3_600_000, async () => undefined)).toBe(true);
  });

  it('did not come in the time that it was waited for', async () => {
    const { feed } = await fed();
    expect(await feed.awaitEvents(1, async () => 0)).toBe(false);
    expect(feed.isComing).toBe(false);
  });

  it('leaves the target its place where Redis does not tell what waits', async () => {
    const { places, feed } = await fed();
    const parked = feed.awaitEvents(3_600_000, async () =>
      Promise.reject(new Error('Redis is away.')),
    );
    await expect(parked).rejects.toThrow('Redis is away.');
    let hasAnother = false;
    const other = places.take('default/room-2').then(() => (hasAnother = true));
    await new Promise(setImmediate);
    expect(hasAnother).toBe(false);
    places.giveBack(TARGET);
    await other;
  });

  it('is told to the last run of the target, also where the one before ends later', () => {
    const appends = new OwnAppends();
    const told: string[] = [];
    const first = appends.watch(TARGET, () => told.push('first') > 0);
    const second = appends.watch(TARGET, () => told.push('second') > 0);
    first();
    appends.tell(TARGET);
    second();
    appends.tell(TARGET);
    expect(told).toEqual(['second']);
  });
});
