import type { Environment, RelayConfig } from '#config';
import type { RelayLog } from '#telemetry';
import { EmbeddedPlace, EmbeddedRedisError, programOf } from './embedded-place.js';
import { EmbeddedRedis } from './embedded-redis.js';
import { redisOfAnother } from './other-redis.js';
import { withUrl } from './running-redis.js';

/** The configuration to run with, and how to stop the Redis where it is the relay's own. */
export interface ReadyRedis {
  readonly config: RelayConfig;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the relay's own Redis where the configuration wants one, or names none and a redis-server
 * is on the machine.
 *
 * @param file the configuration's: the data is beside it.
 * @param stopped ends the waiting for another process that has the folder.
 * @returns `undefined` where it was asked to stop meanwhile.
 * @throws EmbeddedRedisError where one is wanted and cannot be had.
 */
export async function withEmbeddedRedis(
  config: RelayConfig,
  file: string,
  environment: Environment,
  log: RelayLog,
  stopped: AbortSignal,
): Promise<ReadyRedis | undefined> {
  const { redis } = config;
  const asIs = { config, stop: async () => {} };
  const place = new EmbeddedPlace(file);
  if (redis.kind !== 'url' || (redis.embedded ?? 'no') === 'no') {
    tellOfLeft(place, log);
    return asIs;
  }
  const program = programOf('redis-server', environment);
  // Of several that start at once one claims the folder, which has to be there.
  if (program !== undefined) place.make();
  const another = await redisOfAnother(place, stopped);
  if (stopped.aborted) {
    place.claim.release();
    return undefined;
  }
  if (another !== undefined && program !== undefined && place.claim.isOurs) {
    const left = EmbeddedRedis.adopt(program, place, log, another);
    return { config: withUrl(config, another), stop: async () => left.stop() };
  }
  if (program === undefined) place.claim.release();
  if (another !== undefined) return { ...asIs, config: withUrl(config, another) };
  if (program === undefined) {
    if (redis.embedded === 'if-there') return asIs;
    throw new EmbeddedRedisError(
      'redis: embedded needs redis-server on the PATH: install it, or name a Redis in REDIS_URL.',
    );
  }
  const own = await EmbeddedRedis.start(program, place, log);
  place.forgetMoved();
  const sentence = 'The relay runs a Redis of its own, its data beside the configuration.';
  log.write('info', 'embedded_redis_started', sentence);
  return { config: withUrl(config, own.url), stop: async () => own.stop() };
}

/** Warns of events that may wait in the relay's own Redis: they would never be reported. */
function tellOfLeft(place: EmbeddedPlace, log: RelayLog): void {
  if (!place.hasData) return;
  const sentence =
    'Beside the configuration is data of the Redis of its own, which the relay does not use now.';
  log.write('warn', 'embedded_redis_left', sentence, {
    wayOut:
      'live-relay move-redis, with the relay stopped, carries what waits; or remove the folder relay-redis.',
  });
}
