import { connectBufferRedis } from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { tellRedis } from '../../support/redis-command.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';
import { RedisLink } from '../support/redis-link.js';
import { WorkerRig } from '../support/worker-rig.js';

it(
  'connections leave a server that has become a replica, where their address leads to its master by now',
  Stage.of(async (stage) => {
    const settings = { 'repl-diskless-sync-delay': '0' };
    const before = stage.opens(await RedisServer.start({ settings }));
    const after = stage.opens(await RedisServer.start({ settings }));
    await tellRedis(after, 'replicaof', '127.0.0.1', String(before.port));
    const told = async () => String(await tellRedis(before, 'info', 'replication'));
    await eventually(async () => (await told()).includes('state=online'), 'the replica follows');
    const link = await RedisLink.open(before);
    stage.opens(Object.assign(link, { stop: async () => link.cut() }));
    const redis = connectBufferRedis(link.address, () => {});
    stage.opens({ stop: async () => redis.disconnect() });
    const rig = new WorkerRig(link.address, uniquePrefix());
    stage.opens({ stop: async () => rig.close() });
    rig.work();
    await rig.wake('a');
    await rig.log.started(1);
    await rig.idle();

    link.leadNewTo(after);
    await tellRedis(after, 'replicaof', 'no', 'one');
    await tellRedis(before, 'replicaof', '127.0.0.1', String(after.port));
    const isWritten = async () =>
      redis.set('key', 'value').then(
        () => true,
        () => false,
      );
    await eventually(isWritten, 'it can be written');
    await rig.wake('b');
    expect(await rig.log.started(2)).toMatchObject({ target: 'b' });
    await rig.idle();
  }),
);
