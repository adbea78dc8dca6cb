import type { Lease } from '#event-buffer';
import { leasesOf } from '../../support/bridge-notes.js';
import { eventually } from '../../support/eventually.js';
import { tellRedis } from '../../support/redis-command.js';
import { RedisServer } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';
import { RelayRig } from '../support/relay-rig.js';

const BRIDGES = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`bridge-${i}`, {}]));
const LEASE = { livesMs: 2000, renewEveryMs: 400 };

async function withReplica(stage: Stage) {
  const settings = { 'repl-diskless-sync-delay': '0' };
  const master = stage.opens(await RedisServer.start({ settings }));
  const replica = stage.opens(await RedisServer.start({ settings }));
  stage.opens({ stop: async () => replica.resume() });
  await tellRedis(replica, 'replicaof', '127.0.0.1', String(master.port));
  const told = async () => String(await tellRedis(master, 'info', 'replication'));
  await eventually(async () => (await told()).includes('state=online'), 'the replica follows');
  return { master, replica };
}

/** What each part of the process says of itself, by name. */
async function readiness({ relay }: RelayRig): Promise<Record<string, string>> {
  const probes = relay.relay.probes();
  const answers = await Promise.all(probes.map(async (probe) => probe.check()));
  return Object.fromEntries(
    answers.map((answer, i) => [probes[i]!.name, answer.ok ? 'ok' : answer.why]),
  );
}

/** Who holds each bridge, and under which epoch. */
function heldBy(leases: ReadonlyMap<string, Lease>): Map<string, string> {
  return new Map(
    Array.from(leases, ([bridge, { holder, epoch }]) => [bridge, `${holder} ${epoch}`]),
  );
}

it(
  'a replica that is away costs no lease, and /readyz tells only of the replica',
  Stage.of(async (stage) => {
    const { master, replica } = await withReplica(stage);
    const options = {
      redis: master,
      bridges: BRIDGES,
      buffer: { waitReplicas: 1 },
      simulator: { chatRate: 50, chatEventsMax: 400 },
      times: { lease: LEASE },
    };
    await RelayRig.with(options, async (rig) => {
      await eventually(() => rig.accepted.length > 100, 'events arrive');
      const { redis } = rig.relay.relay;
      const before = await leasesOf(rig.relay.relay.ledger);
      expect(before.size).toBe(8);
      const { reported } = await rig.ledger();
      replica.suspend();
      const away = async () => (await readiness(rig))['replicas']?.startsWith('Only 0 of 1');
      await eventually(away, '/readyz tells of the replica');
      // For longer than leases live by themselves.
      const now = async () => Number((await redis.time())[0]);
      const until = (await now()) + (2 * LEASE.livesMs) / 1000;
      await eventually(async () => (await now()) >= until, 'time goes by');
      expect(await readiness(rig)).toMatchObject({ redis: 'ok', reporter: 'ok' });
      const after = await eventually(async () => {
        const leases = await leasesOf(rig.relay.relay.ledger);
        return [...leases.values()].every(({ endsAt }) => endsAt / 1000 > until) && leases;
      }, 'each lease is renewed all the same');
      expect(heldBy(after)).toEqual(heldBy(before));
      // What was applied is reported, whether or not the replica has it.
      await eventually(async () => {
        const ledger = await rig.ledger();
        return ledger.reported > reported && ledger.waiting === 0;
      }, 'what was applied is reported');
      replica.resume();
      await rig.settled();
      expect((await rig.ledger()).dropped).not.toHaveProperty('stale_lease');
      expect(rig.simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
      await eventually(async () => (await readiness(rig))['replicas'] === 'ok', 'all is well');
      const told = rig.relay.logLines.map((line) => (JSON.parse(line) as { event?: string }).event);
      const ofReplicas = told.filter((event) => event?.startsWith('replicas_'));
      // That they are away is said again where it lasts.
      expect(ofReplicas.filter((event, i) => event !== ofReplicas[i - 1])).toEqual([
        'replicas_away',
        'replicas_recovered',
      ]);
      expect(told).not.toContain('redis_failed');
    });
  }),
);
