import type { Environment } from '#config';
import { programOf } from '../embedded-redis/embedded-place.js';
import { fail, ok, type Finding } from './finding.js';

/** Whether the relay's own Redis could be started, while the relay does not run. */
export function ownRedisFinding(environment: Environment): Finding {
  if (programOf('redis-server', environment) !== undefined)
    return ok('redis', 'Redis', "is the relay's own: live-relay start starts it");
  const wayOut = 'Install it, or name a Redis in REDIS_URL.';
  return fail('redis', 'Redis', 'redis: embedded needs redis-server on the PATH', wayOut);
}
