import { eventually } from '../support/eventually.js';
import { expectOnce } from './moving-room.js';
import { BRIDGE, RoomFleet } from './room-fleet.js';

const WHILE_LIVE = { connect: 'while-live' };
/** How long MetaStudio takes to tell of live jobs, in ms: longer than a source reads on in any case. */
const TELLS_AFTER_MS = 1000;

describe('a bridge that is connected only while its room is live, and is handed over', () => {
  it('loses and doubles no message, though the next collector has yet to ask whether it is live', async () => {
    await RoomFleet.with(WHILE_LIVE, async (fleet) => {
      const { room, simulator } = fleet;
      await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the room is heard');
      simulator.fault({ on: 'manage', latencyMs: TELLS_AFTER_MS });
      const next = await fleet.join('one');
      await fleet.looked(await fleet.holderOf(BRIDGE));
      room.talk(5);
      await fleet.offer(next);
      await eventually(async () => (await fleet.holderOf(BRIDGE)) === next, 'it was given');
      await eventually(() => room.sockets.length === 2, 'the next one hears');
      await eventually(() => room.open.length === 1, 'the one before has gone');
      room.fallSilent();
      await expectOnce(fleet);
    });
  });

  it('is given without a socket, once the next collector knows that it is not live', async () => {
    await RoomFleet.with(WHILE_LIVE, async (fleet) => {
      const { room, simulator } = fleet;
      for (const { roomId } of simulator.rooms) simulator.stopRoom(roomId);
      await fleet.join('one');
      const next = await fleet.join('one');
      await fleet.looked(await fleet.holderOf(BRIDGE));
      await fleet.offer(next);
      await eventually(async () => (await fleet.holderOf(BRIDGE)) === next, 'it was given');
      expect(room.sockets).toEqual([]);
    });
  });
});
