import { eventually } from '../support/eventually.js';
import { expectOnce } from './moving-room.js';
import { RoomFleet, TWO_COPIES } from './room-fleet.js';

describe('a collector that stops', () => {
  it.each([
    { name: 'a bridge', terms: {} },
    { name: 'a bridge with two copies', terms: TWO_COPIES },
  ])('tells what $name is sent until its server knows that it is left', async ({ terms }) => {
    await RoomFleet.with(terms, async (fleet) => {
      const { room } = fleet;
      const id = await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the room is heard');
      room.talk(5);
      await eventually(() => room.comments > 20, 'the chat goes on');
      const [socket] = room.open;
      socket!.pause();
      const before = room.comments;
      const stopping = fleet.stop(id);
      await eventually(() => room.comments > before + 20, 'the chat goes on meanwhile');
      room.fallSilent();
      socket!.resume();
      await stopping;
      await expectOnce(fleet);
    });
  });
});
