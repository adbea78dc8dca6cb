import { redisTroubleOf } from '#event-buffer';
import { RedisCluster } from '../../support/redis-cluster.js';
import { uniquePrefix } from '../../support/redis-server.js';
import { WorkerRig } from '../support/worker-rig.js';

it('a worker follows its queue to another node of the cluster, and asks for no other configuration', async () => {
  await RedisCluster.with(async (cluster) => {
    const nodes = cluster.masters.map(({ port }) => ({ host: '127.0.0.1', port }));
    const prefix = uniquePrefix();
    const rig = new WorkerRig({ kind: 'cluster', nodes, tls: false }, prefix);
    rig.work();
    await rig.wake('a');
    await rig.log.started(1);
    await rig.idle();
    await cluster.moveSlotOf(`${prefix}:queue`);
    await rig.wake('b');
    expect(await rig.log.started(2)).toMatchObject({ target: 'b' });
    await rig.idle();
    const told = rig.log.errors.map((error) => redisTroubleOf(error).kind);
    expect(told).not.toContain('CLUSTER');
    await rig.close();
  });
});
