import { inTime } from '#timing';
import type { RedisConfig } from '#config';
import {
  BufferKeys,
  openRedis,
  readInfo,
  REDIS_AWAY,
  redisTroubleOf,
  withScripts,
  writeRefusal,
  type RedisInfo,
  type RedisTrouble,
} from '#event-buffer';

/** How long Redis may take for all questions together, in ms. */
const REDIS_MS_MAX = 10_000;

/** The answers of Redis about itself, and why it refused a write, if it did. */
export interface RedisFacts {
  readonly infos: readonly RedisInfo[];
  readonly refusal: RedisTrouble | undefined;
}

/**
 * Asks Redis about itself: the server, or every master of a cluster. Then tries a write, by a
 * command and a script.
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
    const keys = new BufferKeys(config.prefix);
    const refused = async () => writeRefusal(withScripts(redis), keys, 'doctor');
    const asked = async () => [await readInfo(redis), await refused()] as const;
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
