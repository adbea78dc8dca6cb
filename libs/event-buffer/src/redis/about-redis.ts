import { Cluster, type Redis } from 'ioredis';

/** What `INFO` says of one server, by field. */
export type RedisInfo = ReadonlyMap<string, string>;

/** The memory of a Redis server. */
export interface RedisMemory {
  readonly used: number;
  /** 0: it has no limit. */
  readonly max: number;
  /** What a full one does; one that does not tell is taken to evict nothing. */
  readonly policy: string;
}

/**
 * Asks Redis about itself: the server, or every master of a cluster. `INFO` is enough, which
 * managed services allow where they refuse `CONFIG`. Rejects when Redis cannot be used.
 *
 * @param sections of `INFO`; none: all.
 */
export async function readInfo(
  redis: Redis | Cluster,
  ...sections: readonly string[]
): Promise<RedisInfo[]> {
  const said = await redis.info(...sections);
  if (!(redis instanceof Cluster)) return [parseInfo(said)];
  // Which masters there are is known once any of them has answered.
  const masters = redis.nodes('master');
  return Promise.all(masters.map(async (node) => parseInfo(await node.info(...sections))));
}

/** The memory of Redis; in a cluster, of each master. Rejects when Redis cannot be used. */
export async function readMemory(redis: Redis | Cluster): Promise<RedisMemory[]> {
  return (await readInfo(redis, 'memory')).map((info) => ({
    used: Number(info.get('used_memory') ?? 0),
    max: Number(info.get('maxmemory') ?? 0),
    policy: info.get('maxmemory_policy') ?? 'noeviction',
  }));
}

function parseInfo(text: string): RedisInfo {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1)];
    }),
  );
}
