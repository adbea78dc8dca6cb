import { inTime } from '#timing';
import { Cluster, type Redis } from 'ioredis';
import type { RedisConfig } from '#config';
import {
  BufferKeys,
  openRedis,
  REDIS_AWAY,
  redisTroubleOf,
  withScripts,
  type RedisTrouble,
} from '#event-buffer';
import { writeProbe } from '../process/readiness-probes.js';

/** What `INFO` says of one server, by field. */
export type RedisInfo = ReadonlyMap<string, string>;

/** How long Redis may take for all questions together, in ms. */
const REDIS_MS_MAX = 10_000;

/** The answers of Redis about itself, and why it refused a write, if it did. */
export interface RedisFacts {
  readonly infos: readonly RedisInfo[];
  readonly refusal: RedisTrouble | undefined;
}

/**
 * Asks Redis about itself: the server, or every master of a cluster. `INFO` is enough, which
 * managed services allow where they refuse `CONFIG`. Then tries a write, by a command and a script.
 *
 * @throws {RedisUnreachableError}
 */
export async function readRedisFacts(config: RedisConfig): Promise<RedisFacts> {
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
  try {
    const asked = async () => [await infoOf(redis), await refusalOf(redis, config.prefix)] as const;
    const [infos, refusal] = await inTime(asked(), REDIS_MS_MAX, () => {
      throw new Error('Command timed out');
    });
    const elsewhere = lastError === undefined ? undefined : redisTroubleOf(lastError);
    return { infos, refusal: elsewhere?.kind === 'NO_DATABASE' ? elsewhere : refusal };
  } catch (error) {
    const call = redisTroubleOf(error);
    const connection = redisTroubleOf(lastError);
    // A call that has no answer tells less than what the connection has met.
    const isAnswered = call.kind !== REDIS_AWAY && call.kind !== 'NO_ANSWER';
    throw new RedisUnreachableError(
      isAnswered || connection.kind === REDIS_AWAY ? call : connection,
    );
  } finally {
    redis.disconnect();
  }
}

/** Redis could not be asked about itself. */
export class RedisUnreachableError extends Error {
  override readonly name = 'RedisUnreachableError';

  constructor(readonly trouble: RedisTrouble) {
    super(trouble.sentence);
  }
}

/**
 * Tries a write as the relay makes them: a key that expires, and by a script, leases that nobody
 * has.
 */
async function refusalOf(
  redis: Redis | Cluster,
  prefix: string,
): Promise<RedisTrouble | undefined> {
  const keys = new BufferKeys(prefix);
  try {
    await writeProbe(withScripts(redis), keys, 'doctor');
    return undefined;
  } catch (error) {
    return redisTroubleOf(error);
  }
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
