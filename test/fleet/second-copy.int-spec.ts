import { secondOf } from '#event-buffer';
import { RedisLink } from '../event-buffer/support/redis-link.js';
import { QUICK } from '../rooms/support/room-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { allTold, BRIDGE, LIKES, RoomFleet, SECOND_KEEPS_MS, TWO_COPIES } from './room-fleet.js';
import { buffered, giftsIn } from './streak-room.js';

/** MetaStudio's number of the type. */
const LIKE = 3;

describe('a bridge whose first copy moves to the host of the second', () => {
  it('loses nothing that only the second copy hears, which then moves to another host', async () => {
    await RoomFleet.with(TWO_COPIES, async (fleet) => {
      const { room } = fleet;
      const first = await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the first hears');
      const second = await fleet.join('two');
      expect(await fleet.holderOf(secondOf(BRIDGE))).toBe(second);
      await eventually(() => room.open.length === 2, 'the second hears');
      const next = await fleet.join('two');
      await fleet.offer(next);
      expect(await fleet.holderOf(BRIDGE, first)).toBe(next);
      room.comment([room.sockets[1]!]);
      await allTold(fleet);
      expect(await fleet.holderOf(secondOf(BRIDGE), second)).toBe(first);
    });
  });
});

/** The first copy is not let in again, and the second has heard what was said since. */
async function withOneDeaf(
  use: (fleet: RoomFleet, second: string) => Promise<void>,
): Promise<void> {
  await RoomFleet.with(TWO_COPIES, async (fleet) => {
    const { room } = fleet;
    await fleet.join('one');
    await eventually(() => room.open.length === 1, 'the first hears');
    const second = await fleet.join('two');
    await eventually(() => room.open.length === 2, 'the second hears');
    room.shut();
    room.sockets[0]!.terminate();
    await eventually(() => room.waiting === 1, 'the first is not let in');
    await use(fleet, second);
  });
}

describe('a bridge whose second copy alone is connected', () => {
  it('loses nothing that was said just before its collector stops', async () => {
    await withOneDeaf(async (fleet, second) => {
      for (let i = 0; i < 3; i++) fleet.room.comment(fleet.room.open);
      await fleet.stop(second);
      await allTold(fleet);
    });
  });

  it('loses nothing that was said before it moves to another collector', async () => {
    await withOneDeaf(async (fleet, second) => {
      const { room } = fleet;
      const next = await fleet.join('three');
      await fleet.looked(second);
      await fleet.offer(next, { lease: secondOf(BRIDGE) });
      await eventually(() => room.waiting === 2, 'the next one connects');
      room.comment(room.open);
      room.letInLast();
      expect(await fleet.holderOf(secondOf(BRIDGE), second)).toBe(next);
      await allTold(fleet);
    });
  });
});

describe('a short streak that two collectors hear', () => {
  it.each([
    ['beginning', 0],
    ['middle', 0],
    ['beginning', 600],
  ])(
    'counts once where the first copy misses its %s and hears its end, and Redis is %d ms from the second',
    async (missed, wayMs) => {
      const link = await RedisLink.open(await RedisServer.shared());
      const done = RoomFleet.with(TWO_COPIES, async (fleet) => {
        const { room, rig } = fleet;
        await fleet.join('one');
        await eventually(() => room.open.length === 1, 'the first hears');
        await fleet.join('two', link);
        await fleet.holderOf(secondOf(BRIDGE));
        await eventually(() => room.open.length === 2, 'the second hears');
        link.wayMs = wayMs;
        const second = room.sockets[1]!;
        const saidAt = performance.now();
        for (const count of [1, 2, 3, 4, 5]) {
          const isMissed = missed === 'beginning' ? count < 3 : count === 3;
          room.gifts(count, isMissed ? [second] : room.sockets, count === 5);
        }
        await eventually(async () => (await giftsIn(rig)) >= 5, 'the first has told its end');
        const isInTime = performance.now() - saidAt < SECOND_KEEPS_MS;
        // What the second alone hears is told once all before it is.
        room.comment([second]);
        await allTold(fleet);
        link.wayMs = 0;
        // Where a busy machine has the first tell as late as the second, both may count what it missed.
        expect(isInTime ? [5] : [5, 6, 7]).toContain(await giftsIn(rig));
      });
      try {
        await done;
      } finally {
        await link.cut();
      }
    },
  );
});

describe('streaks without a name that follow one another', () => {
  it('count once where both copies hear all of them', async () => {
    await RoomFleet.with(TWO_COPIES, async (fleet) => {
      const { room, rig } = fleet;
      room.streak = '';
      await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the first hears');
      await fleet.join('two');
      await fleet.holderOf(secondOf(BRIDGE));
      await eventually(() => room.open.length === 2, 'the second hears');
      const lengths = Array.from({ length: 20 }, (_, i) => 1 + ((i * 5) % 7));
      const total = lengths.reduce((sum, length) => sum + length, 0);
      await room.giveStreaks(lengths, 120);
      // What the second alone hears is told once all before it is.
      room.comment([room.sockets[1]!]);
      await allTold(fleet);
      expect(await giftsIn(rig)).toBe(total);
    });
  });
});

describe('the metrics of a bridge that two collectors hold', () => {
  it('tell of the bridge by its name, whichever copy a collector holds, and of none that is over', async () => {
    await RoomFleet.with(TWO_COPIES, async (fleet) => {
      const first = await fleet.join('one');
      await eventually(() => fleet.room.open.length === 1, 'the first hears');
      const second = await fleet.join('two');
      const told = async (): Promise<string> => {
        const names = ['relay_source_connected', 'relay_leases_held'];
        const series = [first, second].map(async (id) => fleet.series(id, ...names));
        return (await Promise.all(series)).flat().join();
      };
      const connected = `relay_source_connected{bridge="${BRIDGE}"} 1`;
      const both = [connected, 'relay_leases_held 1', connected, 'relay_leases_held 1'].join();
      await eventually(async () => (await told()) === both, 'both tell of it');
      fleet.rewrite({ redundancy: 1 });
      const one = [connected, 'relay_leases_held 1', 'relay_leases_held 0'].join();
      await eventually(async () => (await told()) === one, 'the first alone tells of it');
    });
  });
});

function likesWhileLive(url: string, roomId: string): object {
  const source = { type: 'websocket', url, mapping: LIKES };
  return { ...TWO_COPIES, connect: 'while-live', target: { roomId }, source };
}

describe('a bridge that two collectors hear while its room is live', () => {
  it('tells what has no id once in the next live job, too', async () => {
    await RoomFleet.with(likesWhileLive, async (fleet) => {
      const { room, rig, simulator } = fleet;
      await fleet.join('one', undefined, { lookupTimes: QUICK });
      await fleet.join('two', undefined, { lookupTimes: QUICK });
      await eventually(() => room.open.length === 2, 'both hear');
      const { roomId } = simulator.rooms[0]!;
      simulator.stopRoom(roomId);
      await eventually(() => room.open.length === 0, 'neither is connected without a live job');
      simulator.startRoom(roomId);
      await eventually(() => room.open.length === 2, 'both hear the next one');
      room.gifts(1, room.open);
      // Each of the two tells its own once all before it is told.
      for (const socket of room.open) room.comment([socket]);
      await allTold(fleet);
      expect((await buffered(rig)).filter(({ type }) => type === LIKE)).toHaveLength(1);
    });
  });
});
