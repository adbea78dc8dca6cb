import { sourcesOf } from '../support/bridge-notes.js';
import { eventually } from '../support/eventually.js';
import { BRIDGE, RoomFleet } from './room-fleet.js';

describe('when a source was last heard', () => {
  it('is told by its holder alone, not by a collector that has given the bridge away', async () => {
    await RoomFleet.with({}, async (fleet) => {
      const { room, rig } = fleet;
      const first = await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the room is heard');
      const next = await fleet.join('one');
      const told = async (id: string) =>
        fleet.series(id, 'relay_source_last_frame_timestamp_seconds');
      room.comment();
      await eventually(async () => (await told(first)).length === 1, 'its holder tells');
      await fleet.looked(first);
      await fleet.offer(next);
      // Heard, and not told yet as the bridge moves.
      room.comment();
      await eventually(async () => (await fleet.holderOf(BRIDGE)) === next, 'it was given');
      const heard = async () => rig.redis.hget(rig.keys.heard, BRIDGE);
      // Each process looks every few seconds: after two looks of the one the other has had one.
      for (const nth of ['first', 'second']) {
        const before = await heard();
        room.comment();
        await eventually(async () => (await heard()) !== before, `it is told a ${nth} time`);
      }
      expect([await told(first), (await told(next)).length]).toEqual([[], 1]);
    });
  });
});

describe('since when a source is connected', () => {
  it('is told of its holder, also where that has had the bridge before', async () => {
    await RoomFleet.with({}, async (fleet) => {
      const { room, rig } = fleet;
      const first = await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the room is heard');
      // A silent one would be connected to anew.
      room.talk(100);
      const next = await fleet.join('one');
      const give = async (to: string): Promise<void> => {
        await fleet.looked(first);
        await fleet.offer(to);
        await eventually(async () => (await fleet.holderOf(BRIDGE)) === to, 'it was given');
      };
      await give(next);
      const givenAt = Date.now();
      await give(first);
      await eventually(async () => {
        const { state, since = 0 } = (await sourcesOf(rig.ledger)).get(BRIDGE) ?? {};
        return state === 'ready' && since >= givenAt;
      }, 'it is connected since then');
      room.fallSilent();
    });
  });
});
