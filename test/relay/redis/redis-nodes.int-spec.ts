import { statusCommand } from '../../../apps/relay/src/cli/watching/status.command.js';
import { doctorCommand } from '../../../apps/relay/src/cli/setup/doctor.command.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { RedisCluster } from '../../support/redis-cluster.js';
import { tellRedis } from '../../support/redis-command.js';
import { MASTER, RedisSentinel } from '../../support/redis-sentinel.js';
import { RedisServer } from '../../support/redis-server.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';

describe('a relay on a Redis cluster', () => {
  it('carries events to their live job, once and in order', async () => {
    await RedisCluster.with(async ({ masters, file: nodes }) => {
      const bridges = { one: {}, two: {} };
      await RelayRig.with({ redis: masters[0]!, nodes, bridges }, async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
        const line = { commands: [statusCommand, doctorCommand], ...rig.relay.installation };
        for (const command of ['status', 'doctor']) {
          expect(await runInProcess([command], line)).toMatchObject({ code: 0 });
        }
      });
    });
  }, 180_000);
});

describe('a relay on Redis behind sentinels', () => {
  it('goes on with the replica when the master is gone, and the ledger balances', async () => {
    const settings = { 'repl-diskless-sync-delay': '0' };
    const master = await RedisServer.start({ aof: true, settings });
    const replica = await RedisServer.start({ aof: true });
    let sentinel: RedisSentinel | undefined;
    try {
      await tellRedis(replica, 'replicaof', '127.0.0.1', String(master.port));
      const followed = async () => String(await tellRedis(master, 'info', 'replication'));
      await eventually(async () => (await followed()).includes('state=online'), 'it is followed');
      sentinel = await RedisSentinel.start(master);
      const nodes = { sentinel: { master: MASTER, nodes: [`127.0.0.1:${sentinel.port}`] } };
      const simulator = { chatRate: 200, chatEventsMax: 3000 };
      await RelayRig.with({ redis: master, nodes, simulator }, async (rig) => {
        await eventually(() => rig.accepted.length > 200, 'events arrive');
        await master.kill();
        const before = rig.accepted.length;
        await eventually(() => rig.accepted.length > before + 200, 'events arrive again');
        await eventually(async () => (await rig.ledger()).waiting === 0, 'nothing waits');
        expect(await rig.ledger()).toMatchObject({ unaccounted: 0, deadLettered: 0 });
      });
    } finally {
      await sentinel?.stop();
      await Promise.all([master.stop(), replica.stop()]);
    }
  }, 180_000);
});
