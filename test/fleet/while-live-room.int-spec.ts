import { eventually } from '../support/eventually.js';
import { expectOnce } from './moving-room.js';
import { BRIDGE, RoomFleet } from './room-fleet.js';

const WHILE_LIVE = { connect: 'while-live' };
const NO_IDS = {
  type: 'websocket',
  mapping: {
    platform: 'douyin',
    rules: [{ event: 'comment', user: { id: 'user.id' }, text: 'content' }],
  },
};
/** How long MetaStudio takes to tell of live jobs, in ms: longer than a source reads on in any case. */
const TELLS_AFTER_MS = 1000;

// Side by side, since they mostly wait.
describe('a bridge that is connected only while its room is live, and is handed over', () => {
  it.concurrent(
    'loses and doubles no message, though the next collector has yet to ask whether it is live',
    async () => {
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
    },
  );

  it.concurrent.each([
    ['with ids', {}],
    ['without ids', NO_IDS],
  ])('stays while the next collector cannot ask, where its messages are %s', async (_, source) => {
    const ofRoom = (url: string): object => ({
      ...WHILE_LIVE,
      source: { type: 'douyinlive', ...source, url },
    });
    await RoomFleet.with(ofRoom, async (fleet) => {
      const { room, simulator, rig } = fleet;
      const first = await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the room is heard');
      simulator.fault({ on: 'manage', status: 503 });
      const next = await fleet.join('one');
      await fleet.looked(first);
      await fleet.offer(next);
      const refused = async () => rig.redis.hexists(rig.keys.fleet.barred, BRIDGE);
      await eventually(async () => (await refused()) === 1, 'the next one does not take it');
      expect(await fleet.holderOf(BRIDGE)).toBe(first);
      expect([room.open.length, room.sockets.length]).toEqual([1, 1]);
    });
  });

  it.concurrent(
    'is given without a socket, once the next collector knows that it is not live',
    async () => {
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
    },
  );
});
