import type { Environment, RedisConfig, RelayConfig } from '#config';
import type { Secret } from '#secret';
import { EmbeddedPlace, programOf } from './embedded-place.js';

/** What to say where a command needs the relay's own Redis, and the relay does not run. */
export const OWN_REDIS_DOWN =
  'The relay does not run, and the Redis of its own runs with it: live-relay start.';

/**
 * The configuration that a command works with: on the relay's own Redis where one runs, and on the one at the
 * default address where there is no redis-server that the relay could start.
 */
export function onRunningRedis(
  config: RelayConfig,
  file: string,
  environment: Environment,
): RelayConfig {
  const { redis } = config;
  if (!isOwn(redis)) return config;
  const running = new EmbeddedPlace(file).running();
  if (running !== undefined) return withUrl(config, running.url);
  const isThere = programOf('redis-server', environment) !== undefined;
  return redis.embedded === 'yes' || isThere ? config : withUrl(config, redis.url);
}

/**
 * Whether the Redis of a configuration from {@link onRunningRedis} is the relay's own, and does not
 * run.
 */
export function isOwnRedisDown(redis: RedisConfig): boolean {
  return isOwn(redis);
}

/** The same configuration on the Redis of this address. */
export function withUrl(config: RelayConfig, url: Secret): RelayConfig {
  const { prefix, queueShards } = config.redis;
  return { ...config, redis: { kind: 'url', prefix, queueShards, url, embedded: 'no' } };
}

function isOwn(redis: RedisConfig): redis is Extract<RedisConfig, { readonly kind: 'url' }> {
  return redis.kind === 'url' && (redis.embedded ?? 'no') !== 'no';
}
