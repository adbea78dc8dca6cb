import { eventually } from '../../support/eventually.js';
import { RelayRig } from '../support/relay-rig.js';

describe('a live job that ends', () => {
  it('pauses the target that names it, visibly, and nothing is lost', async () => {
    await RelayRig.with(
      { before: (simulator) => simulator.stopRoom(simulator.rooms[0]!.roomId) },
      async (rig) => {
        await eventually(
          async () => (await rig.fields())['pausedReason'] === 'job-gone',
          'the target is paused',
        );
        await eventually(
          async () => (await rig.ledger()).received === rig.sent.total,
          'it collects',
        );
        const { received, waiting, unaccounted } = await rig.ledger();
        expect([waiting, unaccounted]).toEqual([received, 0]);
      },
    );
  });

  it('is followed by the next run of its room: no event moves or is lost', async () => {
    await RelayRig.with(
      {
        target: { jobId: 'auto' },
        times: { reporter: { noJobMs: 300 } },
        // So slow that the second run has events, too, however late this test looks.
        simulator: { chatRate: 20 },
      },
      async (rig) => {
        const { simulator, roomId } = rig;
        await eventually(() => simulator.state().accepted.events > 0, 'the first run has events');
        simulator.stopRoom(roomId);
        const next = simulator.startRoom(roomId);
        simulator.steerChat('generic', 'rate', { perSecond: 5000 });
        await rig.settled();
        const { accepted, jobs } = simulator.state();
        expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
        expect(accepted.distinct).toBe(rig.sent.marked);
        expect(jobs.map(({ jobId }) => jobId)).toEqual([rig.jobId, next]);
        expect((await rig.fields())['liveJob']).toBe(next);
      },
    );
  }, 180_000);

  it('takes its failures with it where all that failed has expired', async () => {
    await RelayRig.with(
      {
        target: { jobId: 'auto' },
        bridges: { shop: { filter: { types: ['comment'] } } },
        buffer: { maxAgeSeconds: { chat: 1 } },
        lookupTimes: { everyMs: 500, againMs: 100, staleMs: 5000 },
        before: (simulator) => simulator.fault({ status: 500 }),
      },
      async (rig) => {
        const { simulator, roomId } = rig;
        simulator.steerChat('generic', 'rate', { perSecond: 20 });
        const failures = async () => Number((await rig.fields())['failures'] ?? 0);
        await eventually(async () => (await failures()) >= 3, 'reports fail');
        simulator.steerChat('generic', 'rate', { perSecond: 0 });
        await eventually(async () => (await rig.ledger()).waiting === 0, 'all expires');
        expect(await failures()).toBeGreaterThan(0);
        simulator.stopRoom(roomId);
        simulator.startRoom(roomId);
        await eventually(async () => (await failures()) === 0, 'the next live job has not failed');
        expect(await rig.fields()).not.toHaveProperty('failing');
        expect(await rig.fields()).not.toHaveProperty('failingSince');
      },
    );
  }, 180_000);
});
