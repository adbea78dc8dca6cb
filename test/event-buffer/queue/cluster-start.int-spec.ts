import { uniquePrefix } from '../../support/redis-server.js';
import { RedisCluster } from '../../support/redis-cluster.js';
import { WorkerRig } from '../support/worker-rig.js';

describe('a consumer on a Redis cluster', () => {
  it('starts without an error, though it knows no master yet, and takes jobs', async () => {
    await RedisCluster.with(async ({ masters }) => {
      const nodes = masters.map(({ port }) => ({ host: '127.0.0.1', port }));
      const rig = new WorkerRig({ kind: 'cluster', nodes, tls: false }, uniquePrefix());
      try {
        rig.work();
        await rig.wake('a');
        await rig.log.started(1);
        await rig.idle();
        expect(rig.log.errors).toEqual([]);
      } finally {
        await rig.close();
      }
    });
  }, 60_000);
});
