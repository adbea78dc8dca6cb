import { keySlot } from '#event-buffer';
import { eventually } from './eventually.js';
import { tellRedis } from './redis-command.js';
import { RedisServer } from './redis-server.js';

const SLOTS = 16_384;
const MASTERS = 3;
/** The port of a node for other nodes is higher by this number. */
const BUS_OFFSET = 10_000;

/** A Redis cluster for one test: three masters, and optionally a replica of each. */
export class RedisCluster {
  private constructor(
    readonly masters: readonly RedisServer[],
    readonly replicas: readonly RedisServer[],
  ) {}

  static async with(
    use: (cluster: RedisCluster) => Promise<void>,
    options: { readonly replicas?: boolean } = {},
  ): Promise<void> {
    const masters: RedisServer[] = [];
    const replicas: RedisServer[] = [];
    try {
      for (let i = 0; i < MASTERS; i++) masters.push(await clusterNode());
      for (const [i, node] of masters.entries()) {
        const [from, to] = [i, i + 1].map((at) => Math.floor((at * SLOTS) / MASTERS));
        const slots = Array.from({ length: to! - from! }, (_, at) => String(from! + at));
        await tellRedis(node, 'cluster', 'addslots', ...slots);
        await tellRedis(node, 'cluster', 'meet', '127.0.0.1', String(masters[0]!.port));
      }
      const isWhole = async (node: RedisServer): Promise<boolean> => {
        const told = String(await tellRedis(node, 'cluster', 'info'));
        const known = `cluster_known_nodes:${MASTERS}`;
        return told.includes('cluster_state:ok') && told.includes(known);
      };
      const areWhole = async () => (await Promise.all(masters.map(isWhole))).every(Boolean);
      await eventually(areWhole, 'the cluster is whole');
      if (options.replicas === true) await follow(masters, replicas);
      await use(new RedisCluster(masters, replicas));
    } finally {
      await Promise.all([...masters, ...replicas].map(async (node) => node.stop()));
    }
  }

  /** Moves the slot of a key, with all that it holds, from its master to the next one. */
  async moveSlotOf(key: string): Promise<void> {
    const slot = String(keySlot(key));
    const from = Math.floor((Number(slot) * MASTERS) / SLOTS);
    const to = (from + 1) % MASTERS;
    const [source, sink] = [this.masters[from]!, this.masters[to]!];
    const ids: string[] = [];
    for (const node of [source, sink]) ids.push(String(await tellRedis(node, 'cluster', 'myid')));
    await tellRedis(sink, 'cluster', 'setslot', slot, 'importing', ids[0]!);
    await tellRedis(source, 'cluster', 'setslot', slot, 'migrating', ids[1]!);
    const here = async () =>
      (await tellRedis(source, 'cluster', 'getkeysinslot', slot, '100')) as string[];
    for (let keys = await here(); keys.length > 0; keys = await here()) {
      const place = ['127.0.0.1', String(sink.port), '', '0', '5000'];
      await tellRedis(source, 'migrate', ...place, 'keys', ...keys);
    }
    for (const node of [sink, source, ...this.masters]) {
      await tellRedis(node, 'cluster', 'setslot', slot, 'node', ids[1]!);
    }
  }

  /** The `cluster` key of a configuration. */
  get file(): object {
    return { cluster: { nodes: this.masters.map(({ port }) => `127.0.0.1:${port}`) } };
  }
}

/** Gives each master a replica, and waits until the replicas have all data of their masters. */
async function follow(masters: readonly RedisServer[], replicas: RedisServer[]): Promise<void> {
  for (const master of masters) {
    const replica = await clusterNode();
    replicas.push(replica);
    await tellRedis(replica, 'cluster', 'meet', '127.0.0.1', String(master.port));
    const id = String(await tellRedis(master, 'cluster', 'myid'));
    const follows = async () => {
      return (await tellRedis(replica, 'cluster', 'replicate', id).catch(() => 'not yet')) === 'OK';
    };
    await eventually(follows, 'the replica knows its master');
  }
  const areFollowed = async () => (await Promise.all(masters.map(isFollowed))).every(Boolean);
  await eventually(areFollowed, 'every master is followed');
}

async function isFollowed(master: RedisServer): Promise<boolean> {
  return String(await tellRedis(master, 'info', 'replication')).includes('state=online');
}

async function clusterNode(): Promise<RedisServer> {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': '1500',
    'repl-diskless-sync-delay': '0',
  };
  for (;;) {
    const node = await RedisServer.start({ aof: true, settings });
    if (node.port + BUS_OFFSET < 65_536) return node;
    await node.stop();
  }
}
