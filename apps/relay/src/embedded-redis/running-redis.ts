import type { RelayConfig } from '#config';
import type { Secret } from '#secret';
import { EmbeddedPlace } from './embedded-place.js';

/** The configuration that a command works with: on the relay's own Redis where one runs. */
export function onRunningRedis(config: RelayConfig, file: string): RelayConfig {
  const { redis } = config;
  if (redis.kind !== 'url' || (redis.embedded ?? 'no') === 'no') return config;
  const running = new EmbeddedPlace(file).running();
  return running === undefined ? config : withUrl(config, running.url);
}

/** The same configuration on the Redis of this address. */
export function withUrl(config: RelayConfig, url: Secret): RelayConfig {
  const { prefix, queueShards } = config.redis;
  return { ...config, redis: { kind: 'url', prefix, queueShards, url, embedded: 'no' } };
}
