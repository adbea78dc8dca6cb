import type { Environment } from '#config';
import { spawnSync } from 'node:child_process';
import { programOf } from '../embedded-redis/embedded-place.js';
import { fail, ok, type Finding } from './finding.js';
import { versionOf } from './redis-checks.js';

const VERSION_MS_MAX = 5000;

/** Whether the relay's own Redis could be started, while the relay does not run. */
export function ownRedisFinding(environment: Environment): Finding {
  const program = programOf('redis-server', environment);
  if (program === undefined) {
    const wayOut = 'Install it, or name a Redis in REDIS_URL.';
    return fail('redis', 'Redis', 'redis: embedded needs redis-server on the PATH', wayOut);
  }
  const { stdout } = spawnSync(program, ['--version'], { timeout: VERSION_MS_MAX });
  return startFinding(String(stdout));
}

/** @param said what the program says of its version. */
export function startFinding(said: string): Finding {
  const version = / v=(\d[\d.]*)/u.exec(said)?.[1];
  const ofVersion = version === undefined ? undefined : versionOf(version, 'redis-server');
  return ofVersion?.status === 'fail'
    ? ofVersion
    : ok('redis', 'Redis', "is the relay's own: live-relay start starts it");
}
