import { FleetTable } from '#event-buffer';
import type { FleetHands } from '../../apps/relay/src/collector/share/fleet-hands.js';
import { HandOvers } from '../../apps/relay/src/collector/share/hand-overs.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';

const NOTE = { isLeaving: false, host: 'machine' };
const LIVES_MS = 600_000;

/** The bridge `one` of the collector `a`, for which `b` is ready. @param stuckMs where `a` cannot connect it. */
async function readyFor(rig: BufferRig, stuckMs?: number): Promise<readonly FleetTable[]> {
  const [giver, taker] = ['a', 'b'].map((id) => new FleetTable(rig.redis, rig.keys, id));
  const { now } = await giver!.view(NOTE);
  await taker!.view(NOTE);
  await rig.redis.hset(rig.keys.leases, 'one', `${now}:${now + LIVES_MS}:a`);
  const terms = { standsMs: 60_000, silentMs: 60_000, staysMs: 0, viewAgeMs: 60_000, stuckMs };
  await giver!.offer(new Map([['one', 'b']]), { ...terms, viewedAt: now });
  await taker!.ready('one', 60_000);
  return [giver!, taker!];
}

describe('a bridge that is offered since its source cannot be reached', () => {
  it('stays where it is reached after all, for both would tell what they hear', async () => {
    const rig = await BufferRig.open();
    try {
      const [giver] = await readyFor(rig, 60_000);
      const steps: string[] = [];
      const hands: Partial<FleetHands> = {
        isStuck: () => false,
        handOver: async () => 'closed',
        handedOver: () => steps.push('given'),
        moved: () => {},
        goOn: () => steps.push('goes on'),
      };
      const handOvers = new HandOvers(giver!, 'a', hands as FleetHands, LIVES_MS);
      handOvers.offeredUnheard(['one']);
      await handOvers.read();
      await eventually(() => !handOvers.isBusy, 'it has ended');
      expect(steps).toEqual(['goes on']);
      expect(await giver!.offers()).toEqual([]);
    } finally {
      rig.close();
    }
  });
});

describe('a bridge that was given', () => {
  it('is told until its taker holds it: a renewal of its leases may be under way', async () => {
    const rig = await BufferRig.open();
    try {
      const [giver, taker] = await readyFor(rig);
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
