import { sourcesOf } from '../support/bridge-notes.js';
import { eventually } from '../support/eventually.js';
import { BRIDGE, RoomFleet } from './room-fleet.js';

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
