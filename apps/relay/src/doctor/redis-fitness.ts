import type { RedisConfig } from '#config';
import type { RelayLog } from '#telemetry';
import { redisChecks } from './redis-checks.js';

/** Redis is older than what the relay's scripts need. */
export class RedisTooOldError extends Error {
  readonly code = 'RELAY_REDIS_TOO_OLD';

  /** @param sentence what was found, and what to do. */
  constructor(sentence: string) {
    super(sentence);
    this.name = 'RedisTooOldError';
  }
}

/**
 * Checks once, as the relay starts, whether Redis can be relied on, and logs what has to be done:
 * eviction that drops events, no persistence, no memory limit.
 *
 * @throws {RedisTooOldError} where the relay cannot work with it at all.
 */
export async function checkRedis(config: RedisConfig, log: RelayLog): Promise<void> {
  for await (const { check, subject, status, found, wayOut } of redisChecks(config)) {
    if (status === 'ok' || status === 'skipped') continue;
    const sentence = `${subject}: ${found.replace(/\.$/u, '')}.`;
    if (check === 'redis-version' && status === 'fail') {
      throw new RedisTooOldError(`${sentence} ${wayOut ?? ''}`.trim());
    }
    const lossy = status === 'fail' && check !== 'redis-persistence';
    log.write(lossy ? 'error' : 'warn', 'redis_unfit', sentence, { reason: check, wayOut });
  }
}
