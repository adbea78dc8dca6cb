import { secondOf } from '#event-buffer';
import { affinity } from '../../apps/relay/src/collector/share/rendezvous.js';
import { ensureBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import type { RelayProcess } from '../support/relay-process.js';
import { allTold, BRIDGE, RoomFleet, TWO_COPIES } from './room-fleet.js';

ensureBuilt();

async function killed(collector: RelayProcess): Promise<void> {
  collector.signal('SIGKILL');
  await collector.exited;
}

describe('a bridge whose collector dies', () => {
  it.concurrent(
    'goes to the collector that it was moving to, with what that one has heard since',
    async () => {
      await RoomFleet.with({}, async (fleet) => {
        const { room } = fleet;
        const giver = await fleet.spawn('one');
        await eventually(() => room.open.length === 1, 'the room is heard');
        const id = await fleet.holderOf(BRIDGE);
        const others = [await fleet.join('one'), await fleet.join('one')];
        // The other one would be the first to take it.
        const [heir] = others.sort((one, other) => affinity(BRIDGE, one) - affinity(BRIDGE, other));
        room.shut();
        await fleet.offer(heir!);
        await eventually(() => room.waiting === 1, 'the next one connects');
        await killed(giver);
        room.letIn();
        await fleet.ready();
        for (let i = 0; i < 3; i++) room.comment();
        expect(await fleet.holderOf(BRIDGE, id)).toBe(heir);
        await allTold(fleet);
        expect(room.sockets).toHaveLength(2);
      });
    },
  );

  it.concurrent(
    'loses nothing that only its second copy heard while the first moves to the same collector',
    async () => {
      await RoomFleet.with(TWO_COPIES, async (fleet) => {
        const { room } = fleet;
        const first = await fleet.spawn('one');
        await eventually(() => room.open.length === 1, 'the first hears');
        const other = await fleet.join('two');
        expect(await fleet.holderOf(secondOf(BRIDGE))).toBe(other);
        await eventually(() => room.open.length === 2, 'the second hears');
        room.shut();
        await killed(first);
        await eventually(() => room.waiting === 1, 'the first is on its way to the same collector');
        room.comment();
        room.letIn();
        await allTold(fleet);
        await eventually(
          () => room.open.length === 1,
          'there is no second copy where the first is',
        );
        room.comment();
        await allTold(fleet);
      });
    },
  );
});
