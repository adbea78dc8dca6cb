import { Cluster, type Redis } from 'ioredis';
import type { RedisConfig } from '#config';
import { openRedis } from '#event-buffer';

/** What `INFO` says of one server, by field. */
export type RedisInfo = ReadonlyMap<string, string>;

/** Redis has so long for everything that is asked of it. */
const REDIS_MS_MAX = 10_000;

/**
 * Asks Redis about itself: the server, or every master of a cluster. `INFO` is enough, which
 * managed services allow where they refuse `CONFIG`.
 *
 * @throws {RedisUnreachableError}
 */
export async function readRedisInfo(config: RedisConfig): Promise<RedisInfo[]> {
  let lastError: unknown;
  const redis = openRedis(config, {
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: REDIS_MS_MAX / 2,
    commandTimeout: REDIS_MS_MAX / 2,
  });
  redis.on('error', (error: unknown) => {
    lastError = error;
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new RedisUnreachableError('no answer')), REDIS_MS_MAX);
  });
  try {
    return await Promise.race([infoOf(redis), late]);
  } catch (error) {
    throw new RedisUnreachableError(whyOf(lastError ?? error));
  } finally {
    clearTimeout(timer);
    redis.disconnect();
  }
}

/** Redis did not tell about itself. The message is a few words. */
export class RedisUnreachableError extends Error {
  override readonly name = 'RedisUnreachableError';
}

async function infoOf(redis: Redis | Cluster): Promise<RedisInfo[]> {
  if (!(redis instanceof Cluster)) return [parseInfo(await redis.info())];
  // Which masters there are is known once any of them has answered.
  await redis.info();
  const masters = redis.nodes('master');
  return Promise.all(masters.map(async (node) => parseInfo(await node.info())));
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

/** Codes of the system and the first word of Redis's answer (`NOAUTH`): the rest may be foreign. */
function whyOf(error: unknown): string {
  if (error instanceof RedisUnreachableError) return error.message;
  const { code, message = '' } = error as { code?: unknown; message?: string };
  if (typeof code === 'string') return code;
  return /^[A-Z]{2,20}\b/u.exec(message)?.[0] ?? 'no answer';
}
