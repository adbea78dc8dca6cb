import { jest } from '@jest/globals';
import { freePort } from '#loopback';
import { openRedis } from '../../../libs/event-buffer/src/redis/redis-address.js';
import { eventually } from '../../support/eventually.js';
import { tellRedis } from '../../support/redis-command.js';
import { MASTER, RedisSentinel } from '../../support/redis-sentinel.js';
import { RedisServer } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';

it(
  'a connection leaves a hanging master once a sentinel names another, and reports no absent sentinel',
  Stage.of(async (stage) => {
    const settings = { 'repl-diskless-sync-delay': '0' };
    const master = stage.opens(await RedisServer.start({ settings }));
    const replica = stage.opens(await RedisServer.start({ settings }));
    stage.opens({ stop: async () => master.resume() });
    await tellRedis(replica, 'replicaof', '127.0.0.1', String(master.port));
    const told = async () => String(await tellRedis(master, 'info', 'replication'));
    await eventually(async () => (await told()).includes('state=online'), 'the replica follows');
    const sentinel = stage.opens(await RedisSentinel.start(master));
    const printed = jest.spyOn(console, 'error');
    stage.opens({ stop: async () => printed.mockRestore() });
    const nodes = [
      { host: '127.0.0.1', port: sentinel.port },
      { host: '127.0.0.1', port: await freePort() },
    ];
    // Nothing else ends the connection: it would wait for ever.
    const options = { socketTimeout: undefined, maxRetriesPerRequest: null };
    const address = { kind: 'sentinel', master: MASTER, database: 0, nodes, tls: false } as const;
    const redis = openRedis(address, options);
    redis.on('error', () => undefined);
    stage.opens({ stop: async () => redis.disconnect() });
    await redis.set('key', 'value');
    const heard = async () => String(await tellRedis(sentinel, 'client', 'list'));
    await eventually(async () => (await heard()).includes(' sub=1 '), 'it hears the sentinel');
    master.suspend();
    expect(await redis.set('key', 'other')).toBe('OK');
    expect(await tellRedis(replica, 'get', 'key')).toBe('other');
    expect(printed).not.toHaveBeenCalled();
  }),
);
