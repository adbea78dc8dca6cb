import type { RedisConfig } from '#config';
import type { RedisInfo } from '#event-buffer';
import { fail, ok, warn, type Finding } from './finding.js';
import { readRedisFacts, RedisUnreachableError, type RedisFacts } from './redis-facts.js';

const VERSION_MIN = [6, 2] as const;
const REACHABLE_WAY_OUT =
  'Start Redis (redis-server --appendonly yes), or correct REDIS_URL, its password, or the redis block.';

/** Checks whether Redis can be relied on: writes, version, role, persistence, eviction, memory. */
export async function* redisChecks(config: RedisConfig): AsyncGenerator<Finding> {
  let facts: RedisFacts;
  try {
    facts = await readRedisFacts(config);
  } catch (error) {
    if (!(error instanceof RedisUnreachableError)) throw error;
    const { sentence, wayOut = REACHABLE_WAY_OUT } = error.trouble;
    yield fail('redis', 'Redis', `cannot be used: ${sentence}`, wayOut);
    return;
  }
  const { infos, refusal } = facts;
  // The check of the role tells that, with its own remedy.
  const isReplica = infos.some((info) => info.get('role') === 'slave');
  if (refusal !== undefined && !(isReplica && refusal.kind === 'READONLY')) {
    const wayOut = refusal.wayOut ?? 'Wait a moment, and run this again.';
    yield fail('redis-write', 'Redis', refusal.sentence, wayOut);
  }
  for (const [index, info] of infos.entries()) {
    const subject = infos.length === 1 ? 'Redis' : `Redis ${index + 1} of ${infos.length}`;
    yield versionOf(info.get('redis_version') ?? '', subject);
    yield roleOf(info, subject);
    yield persistenceOf(info, subject);
    yield evictionOf(info, subject);
    yield memoryOf(info, subject);
  }
}

/** @param version as Redis tells it; empty where it does not. */
export function versionOf(version: string, subject: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [majorMin, minorMin] = VERSION_MIN;
  if (major > majorMin || (major === majorMin && minor >= minorMin)) {
    return ok('redis-version', subject, `version ${version}`);
  }
  const found = version === '' ? 'does not tell its version' : `version ${version} is too old`;
  return fail('redis-version', subject, found, 'Run Redis 6.2 or newer.');
}

function roleOf(info: RedisInfo, subject: string): Finding {
  const role = info.get('role');
  if (role === undefined || role === 'master')
    return ok('redis-role', subject, 'can be written to');
  return fail(
    'redis-role',
    subject,
    'is a replica',
    'Connect to the master, or give redis.sentinel.',
  );
}

function persistenceOf(info: RedisInfo, subject: string): Finding {
  const check = 'redis-persistence';
  const aof = info.get('aof_enabled');
  if (aof === undefined) {
    const wayOut = 'See in its console that the append-only file (AOF) is on.';
    return warn(check, subject, 'does not tell whether it is persistent', wayOut);
  }
  if (aof !== '1') {
    const found = 'AOF is off: a crash of Redis loses what waits';
    return fail(check, subject, found, settingOf('appendonly', 'yes'));
  }
  if (info.get('aof_last_write_status') === 'err') {
    return fail(
      check,
      subject,
      'AOF cannot be written',
      'Look at the disk of Redis, and at its log.',
    );
  }
  return ok(check, subject, 'AOF is on');
}

function evictionOf(info: RedisInfo, subject: string): Finding {
  const check = 'redis-eviction';
  const policy = info.get('maxmemory_policy');
  if (policy === undefined) {
    const wayOut = 'See in its console that maxmemory-policy is noeviction.';
    return warn(check, subject, 'does not tell what it evicts', wayOut);
  }
  if (policy === 'noeviction') return ok(check, subject, 'evicts nothing');
  const found = `${policy}: a full Redis throws events away`;
  return fail(check, subject, found, settingOf('maxmemory-policy', 'noeviction'));
}

/** The memory limit bounds all buffers together: from 80 % on, what matters least is shed. */
function memoryOf(info: RedisInfo, subject: string): Finding {
  const check = 'redis-memory';
  const bytes = Number(info.get('maxmemory') ?? NaN);
  if (bytes > 0) return ok(check, subject, `takes at most ${Math.round(bytes / MIB)} MiB`);
  const found = 'has no maxmemory: only its machine bounds what all buffers take';
  return warn(check, subject, found, settingOf('maxmemory', '1gb'));
}

/**
 * How a setting of Redis is changed now and for good. Without an address redis-cli would change whatever listens on
 * port 6379 of this machine, and `config rewrite` fails where Redis was started without a file.
 */
function settingOf(name: string, value: string): string {
  const now = `redis-cli -u <address of this Redis> config set ${name} ${value}`;
  return `${now}, and "${name} ${value}" in its redis.conf (or what starts it), so that a restart keeps it.`;
}

const MIB = 1024 * 1024;
