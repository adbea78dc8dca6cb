import { once } from 'node:events';
import { connectBufferRedis } from '#event-buffer';
import { Secret } from '#secret';
import type { RedisServer } from './redis-server.js';

/** Sends a command to one server, such as REPLICAOF. */
export async function tellRedis(
  server: Pick<RedisServer, 'url'>,
  command: string,
  ...args: string[]
): Promise<unknown> {
  const redis = connectBufferRedis({ kind: 'url', url: new Secret(server.url) }, () => {});
  try {
    await once(redis, 'ready');
    return await redis.call(command, ...args);
  } finally {
    redis.disconnect();
  }
}
