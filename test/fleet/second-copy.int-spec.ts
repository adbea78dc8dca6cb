import { secondOf } from '#event-buffer';
import { eventually } from '../support/eventually.js';
import { allTold, BRIDGE, RoomFleet, TWO_COPIES } from './room-fleet.js';

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
