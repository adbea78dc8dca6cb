import { Places } from './places.js';

async function soon(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

/** Tells whether a promise has resolved. */
function watched(promise: Promise<unknown>): { done: boolean } {
  const state = { done: false };
  const watch = async (): Promise<void> => {
    await promise;
    state.done = true;
  };
  void watch();
  return state;
}

describe('the places of a process', () => {
  it('are given in the order of asking, and never more than there are', async () => {
    const places = new Places({ working: 2, parked: 2 });
    await places.take('p/r');
    await places.take('p/r');
    const [third, fourth] = [watched(places.take('p/r')), watched(places.take('p/r'))];
    await soon();
    expect([third.done, fourth.done, places.isCrowded]).toEqual([false, false, true]);
    places.giveBack('p/r');
    await soon();
    expect([third.done, fourth.done, places.isCrowded]).toEqual([true, false, true]);
    places.giveBack('p/r');
    await soon();
    expect([fourth.done, places.isCrowded]).toEqual([true, false]);
  });

  it('go to projects in turn, so that none waits behind all targets of another', async () => {
    const places = new Places({ working: 1, parked: 2 });
    await places.take('one/r');
    const given: string[] = [];
    for (const target of ['one/a', 'one/b', 'one/c', 'other/a', 'other/b']) {
      void places.take(target).then(() => given.push(target));
    }
    for (let i = 0; i < 5; i++) {
      places.giveBack(given.at(-1) ?? 'one/r');
      await soon();
    }
    expect(given).toEqual(['one/a', 'other/a', 'one/b', 'other/b', 'one/c']);
    expect(places.isCrowded).toBe(false);
  });

  it('are not all for one project where there are several, however long it keeps them', async () => {
    const places = new Places({ working: 4, parked: 2 });
    await places.take('other/a');
    places.giveBack('other/a');
    const taken = ['a', 'b', 'c', 'd'].map((room) => watched(places.take(`silent/${room}`)));
    await soon();
    expect(taken.map(({ done }) => done)).toEqual([true, true, true, false]);
    for (const room of ['a', 'b', 'c']) {
      await places.take(`other/${room}`);
      places.giveBack(`other/${room}`);
    }
    await soon();
    expect(taken.at(-1)!.done).toBe(false);
    places.giveBack('silent/a');
    await soon();
    expect(taken.at(-1)!.done).toBe(true);
  });

  it('are all for one project again once no other had one for ten minutes', async () => {
    let now = 1_000_000;
    const places = new Places(
      { working: 4, parked: 2 },
      () => true,
      () => now,
    );
    await places.take('gone/a');
    places.giveBack('gone/a');
    const taken = ['a', 'b', 'c', 'd'].map((room) => watched(places.take(`left/${room}`)));
    now += 599_000;
    places.giveBack('left/a');
    const later = watched(places.take('left/e'));
    await soon();
    expect([...taken, later].map(({ done }) => done)).toEqual([true, true, true, true, false]);
    now += 2000;
    places.giveBack('left/b');
    const last = watched(places.take('left/f'));
    await soon();
    expect([later.done, last.done]).toEqual([true, true]);
  });

  it('are all for one project where the targets of the others cannot be reported', async () => {
    const places = new Places({ working: 4, parked: 2 }, (project) => project !== 'unknown');
    await places.take('unknown/a');
    places.giveBack('unknown/a');
    const taken = ['a', 'b', 'c', 'd'].map((room) => watched(places.take(`left/${room}`)));
    await soon();
    expect(taken.map(({ done }) => done)).toEqual([true, true, true, true]);
  });

  it('are free for others while their targets are parked', async () => {
    const places = new Places({ working: 1, parked: 2 });
    await places.take('p/r');
    const parked = watched(places.park('p/a', 60_000));
    await places.take('p/r');
    places.wake('p/a');
    await soon();
    expect(parked.done).toBe(false);
    places.giveBack('p/r');
    await soon();
    expect(parked.done).toBe(true);
  });

  it('park a bounded number of targets, each until its time or until it is woken', async () => {
    const places = new Places({ working: 5, parked: 2 });
    for (let i = 0; i < 3; i++) await places.take('p/r');
    const short = watched(places.park('p/short', 1));
    const long = watched(places.park('p/long', 60_000));
    expect(places.mayPark).toBe(false);
    places.wake('somebody else');
    while (!short.done) await soon();
    expect([short.done, long.done, places.mayPark]).toEqual([true, false, true]);
    places.stop();
    await soon();
    expect([long.done, places.mayPark]).toEqual([true, false]);
  });

  it('are taken again by every target that is parked, where signals may have been lost', async () => {
    const places = new Places({ working: 2, parked: 2 });
    for (let i = 0; i < 2; i++) await places.take('p/r');
    const parked = ['p/a', 'p/b'].map(async (target) => places.park(target, 60_000));
    places.wakeAll();
    expect(await Promise.all(parked)).toEqual([true, true]);
    expect(places.mayPark).toBe(true);
  });

  it('keep half of the room to park in for targets that have something to report', async () => {
    const places = new Places({ working: 5, parked: 4 });
    for (let i = 0; i < 3; i++) await places.take('p/r');
    const parked = [places.park('p/a', 60_000)];
    expect(places.mayAwaitEvents).toBe(true);
    parked.push(places.park('p/b', 60_000));
    expect([places.mayAwaitEvents, places.mayPark]).toEqual([false, true]);
    places.stop();
    await Promise.all(parked);
    expect(places.mayAwaitEvents).toBe(false);
  });
});
