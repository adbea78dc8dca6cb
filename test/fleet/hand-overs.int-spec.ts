import { FleetTable } from '#event-buffer';
import type { FleetHands } from '../../apps/relay/src/collector/share/fleet-hands.js';
import { HandOvers } from '../../apps/relay/src/collector/share/hand-overs.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';

const NOTE = { isLeaving: false, host: 'machine' };
const LIVES_MS = 600_000;

describe('a bridge that was given', () => {
  it('is told until its taker holds it: a renewal of its leases may be under way', async () => {
    const rig = await BufferRig.open();
    try {
      const [giver, taker] = ['a', 'b'].map((id) => new FleetTable(rig.redis, rig.keys, id));
      const { now } = await giver!.view(NOTE);
      await taker!.view(NOTE);
      await rig.redis.hset(rig.keys.leases, 'one', `${now}:${now + LIVES_MS}:a`);
      const terms = { standsMs: 60_000, silentMs: 60_000, staysMs: 0, viewAgeMs: 60_000 };
      await giver!.offer(new Map([['one', 'b']]), { ...terms, viewedAt: now });
      await taker!.ready('one', 60_000);
      const epoch = await giver!.give('one', LIVES_MS);

      let isHeld = false;
      const told: number[] = [];
      const hands: Partial<FleetHands> = {
        canTake: () => true,
        isHeld: () => isHeld,
        handedOver: (_, under) => told.push(under),
      };
      const handOvers = new HandOvers(taker!, 'b', hands as FleetHands, LIVES_MS);
      await handOvers.read();
      await handOvers.read();
      expect(await taker!.offers()).toHaveLength(1);
      isHeld = true;
      await handOvers.read();
      expect(await taker!.offers()).toEqual([]);
      expect(told).toEqual([epoch, epoch, epoch]);
    } finally {
      rig.close();
    }
  });
});
