import { eventually } from '../support/eventually.js';
import { allTold, BRIDGE, RoomFleet } from './room-fleet.js';
import { droppedIn } from './streak-room.js';

/** A source whose messages have no ids. */
function withoutIds(url: string): object {
  const mapping = {
    platform: 'x',
    rules: [
      {
        when: { method: 'WebcastChatMessage' },
        event: 'comment',
        user: { name: 'user.nickname' },
        text: 'content',
      },
    ],
  };
  return { source: { type: 'websocket', url, mapping }, placement: 'anywhere' };
}

describe('a bridge whose collector cannot connect', () => {
  it('loses no message without an id that the next collector hears before it is given the bridge', async () => {
    await RoomFleet.with(withoutIds, async (fleet) => {
      const { room } = fleet;
      room.shut();
      const stuck = await fleet.join('one');
      await eventually(() => room.waiting === 1, 'the first one is not let in');
      const next = await fleet.join('two');
      await fleet.looked(stuck);
      await fleet.offer(next, { stuckMs: 60_000 });
      await eventually(() => room.waiting === 2, 'the next one connects');
      room.letInLast();
      await eventually(() => room.open.length === 1, 'it hears');
      for (let i = 0; i < 3; i++) room.comment();
      expect(await fleet.holderOf(BRIDGE, stuck)).toBe(next);
      await allTold(fleet);
      expect(await droppedIn(fleet.rig)).toEqual([{ bridge: BRIDGE }]);
    });
  });
});
