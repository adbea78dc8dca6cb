import { once } from 'node:events';
import {
  Appender,
  APPEND_LIMITS_DEFAULT,
  BufferKeys,
  connectBufferRedis,
  keySlot,
  redisTroubleOf,
  UnconfirmedAppendError,
  type RedisAddress,
} from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { RedisCluster } from '../../support/redis-cluster.js';
import { tellRedis } from '../../support/redis-command.js';
import { MASTER, RedisSentinel } from '../../support/redis-sentinel.js';
import { RedisServer } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';
import { addressOf, comments, entriesOf } from '../support/buffer-rig.js';

const SLOTS = 16_384;
const KEYS = new BufferKeys('replicas');

async function pair(stage: Stage, cluster = false) {
  const settings = {
    'repl-diskless-sync-delay': '0',
    ...(cluster ? { 'cluster-enabled': 'yes', 'cluster-config-file': 'nodes.conf' } : {}),
  };
  const master = stage.opens(await RedisServer.start({ settings }));
  const replica = stage.opens(await RedisServer.start({ settings }));
  stage.opens({ stop: async () => replica.resume() });
  return { master, replica };
}

async function follows(master: RedisServer): Promise<void> {
  const online = async () => String(await tellRedis(master, 'info', 'replication'));
  await eventually(async () => (await online()).includes('state=online'), 'the replica follows');
}

async function inPair(stage: Stage) {
  const both = await pair(stage);
  await tellRedis(both.replica, 'replicaof', '127.0.0.1', String(both.master.port));
  await follows(both.master);
  return both;
}

/** A collector's appends to some targets, each told by whether it was confirmed. */
async function appends(stage: Stage, address: RedisAddress) {
  const redis = connectBufferRedis(address, () => {});
  stage.opens({ stop: async () => redis.disconnect() });
  if (redis.status !== 'ready') await once(redis, 'ready');
  const appender = new Appender(redis, KEYS, APPEND_LIMITS_DEFAULT, 1);
  const entries = entriesOf('main', comments(2));
  const to = async (target: string, number: number): Promise<boolean> => {
    const rest = { bridge: 'main', epoch: 1, number, entries, dropped: new Map() };
    try {
      await appender.append({ target: `default/${target}`, ...rest });
      return true;
    } catch (error) {
      if (!(error instanceof UnconfirmedAppendError)) throw error;
      return false;
    }
  };
  return { to, appender };
}

const NAMES = Array.from({ length: 12 }, (_, i) => `room-${i}`);

/** Every append is confirmed with the replica, and none without it, however often it is tried. */
async function keepsItsPromise(stage: Stage, address: RedisAddress, replica: RedisServer) {
  const { to, appender } = await appends(stage, address);
  const all = async (number: number) => Promise.all(NAMES.map(async (name) => to(name, number)));
  expect(await all(1)).toEqual(NAMES.map(() => true));
  replica.suspend();
  expect(await all(2)).toEqual(NAMES.map(() => false));
  expect(appender.replicaShortage).toBe('Only 0 of 1 replicas confirmed an append.');
  // Nothing is written by a repeated append, and nothing more is confirmed.
  expect(await all(2)).toEqual(NAMES.map(() => false));
  replica.resume();
  await eventually(async () => to(NAMES[0]!, 2), 'the replica is back');
  expect(await all(2)).toEqual(NAMES.map(() => true));
  expect(appender.replicaShortage).toBeUndefined();
}

describe('an append that waits for replicas', () => {
  it.concurrent(
    'is confirmed by a server’s replica only',
    Stage.of(async (stage) => {
      const { master, replica } = await inPair(stage);
      await keepsItsPromise(stage, addressOf(master), replica);
    }),
  );

  it.concurrent(
    'is confirmed behind sentinels, too',
    Stage.of(async (stage) => {
      const { master, replica } = await inPair(stage);
      const sentinel = stage.opens(await RedisSentinel.start(master));
      const nodes = [{ host: '127.0.0.1', port: sentinel.port }];
      const sentinels = {
        kind: 'sentinel',
        master: MASTER,
        database: 0,
        nodes,
        tls: false,
      } as const;
      await keepsItsPromise(stage, sentinels, replica);
    }),
  );

  it.concurrent(
    'is confirmed in a cluster by the replica of the server that has its target',
    Stage.of(async (stage) => {
      const [one, other] = [await pair(stage, true), await pair(stage, true)];
      const servers = [one.master, other.master, one.replica, other.replica];
      await clusterOf(servers);
      const nodes = servers.slice(0, 2).map(({ port }) => ({ host: '127.0.0.1', port }));
      const { to } = await appends(stage, { kind: 'cluster', nodes, tls: false });
      const halves = NAMES.map((name) => keySlot(KEYS.of(`default/${name}`).target) < SLOTS / 2);
      expect(new Set(halves).size).toBe(2);
      const all = async (number: number) =>
        Promise.all(NAMES.map(async (name) => to(name, number)));
      await eventually(
        async () => (await all(1).catch(() => [false])).every(Boolean),
        'all confirm',
      );
      one.replica.suspend();
      // Those of the other half go on.
      expect(await all(2)).toEqual(halves.map((isOfOne) => !isOfOne));
      expect(await all(2)).toEqual(halves.map((isOfOne) => !isOfOne));
    }),
  );
});

it('is confirmed again after its target went to another node of the cluster, which asks for no other configuration', async () => {
  await RedisCluster.with(
    async (cluster) => {
      const stage = new Stage();
      const nodes = cluster.masters.map(({ port }) => ({ host: '127.0.0.1', port }));
      const { to } = await appends(stage, { kind: 'cluster', nodes, tls: false });
      const told: string[] = [];
      const isConfirmed = async () =>
        to('room-0', 1).catch((error: unknown) => {
          told.push(redisTroubleOf(error).kind);
          return false;
        });
      await eventually(isConfirmed, 'it is confirmed');
      await cluster.moveSlotOf(KEYS.of('default/room-0').target);
      await eventually(isConfirmed, 'it is confirmed again');
      expect(told).not.toContain('CLUSTER');
      await stage.close();
    },
    { replicas: true },
  );
});

async function isWhole(server: RedisServer): Promise<boolean> {
  const told = String(await tellRedis(server, 'cluster', 'info'));
  return told.includes('cluster_state:ok') && told.includes('cluster_known_nodes:4');
}

/** Two masters with half of the slots each, and a replica of each. */
async function clusterOf(servers: readonly RedisServer[]): Promise<void> {
  const half = (from: number) => Array.from({ length: SLOTS / 2 }, (_, i) => String(from + i));
  await tellRedis(servers[0]!, 'cluster', 'addslots', ...half(0));
  await tellRedis(servers[1]!, 'cluster', 'addslots', ...half(SLOTS / 2));
  for (const { port } of servers.slice(1)) {
    await tellRedis(servers[0]!, 'cluster', 'meet', '127.0.0.1', String(port));
  }
  const whole = async () => (await Promise.all(servers.map(isWhole))).every(Boolean);
  await eventually(whole, 'the cluster is whole');
  for (const [i, replica] of servers.slice(2).entries()) {
    const id = String(await tellRedis(servers[i]!, 'cluster', 'myid'));
    await tellRedis(replica, 'cluster', 'replicate', id);
    await follows(servers[i]!);
  }
}

it('a key has the slot that Redis gives it', async () => {
  const settings = { 'cluster-enabled': 'yes', 'cluster-config-file': 'nodes.conf' };
  const server = await RedisServer.start({ settings });
  try {
    for (const key of [
      '',
      'key',
      'a{b}c',
      'a{}c',
      '{b',
      'a{b}{c}',
      'relay:{default/直播}:target',
    ]) {
      expect(keySlot(key)).toBe(await tellRedis(server, 'cluster', 'keyslot', key));
    }
  } finally {
    await server.stop();
  }
});
