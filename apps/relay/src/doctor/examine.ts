import type { Environment, RelayConfig } from '#config';
import { isOwnRedisDown } from '../embedded-redis/running-redis.js';
import { SourceNetwork } from '../network/source-network.js';
import { quietAccess } from '../projects/access/quiet-access.js';
import { doctorTurns } from './doctor-turns.js';
import type { Finding } from './finding.js';
import { checkProject } from './project-checks.js';
import { ownRedisFinding } from './own-redis-check.js';
import { prefixCheck } from './prefix-check.js';
import { redisChecks } from './redis-checks.js';
import { distinctTargets } from './check-targets.js';
import { reportChecks } from './report-checks.js';
import { reportUrlChecks } from './report-url-checks.js';
import { RoomChecks } from './room-checks.js';
import { sourceChecks, type TriedTypes } from './source-checks.js';

/**
 * Checks everything that the relay needs from outside, and yields each finding as it is made.
 *
 * @param triesReports whether to send each target's live job a report without an event, too.
 */
export async function* examine(
  { config, environment }: { readonly config: RelayConfig; readonly environment: Environment },
  sources: TriedTypes,
  signal: AbortSignal,
  triesReports = false,
): AsyncGenerator<Finding> {
  if (isOwnRedisDown(config.redis)) yield ownRedisFinding(environment);
  else {
    yield* redisChecks(config.redis);
    yield* await prefixCheck(config);
  }
  for (const [name, project] of config.projects) {
    if (signal.aborted) return;
    const access = quietAccess(project, config.process.proxy);
    try {
      const { findings, client } = await checkProject(access, signal);
      yield* findings;
      const bridges = config.bridges.filter(({ target }) => target.project === name);
      const targets = distinctTargets(bridges);
      yield* reportUrlChecks(access, targets);
      const rooms = client === undefined ? undefined : new RoomChecks(client, signal);
      if (rooms !== undefined) yield* rooms.run(bridges);
      yield* reportChecks(
        access,
        triesReports ? { targets, jobs: rooms?.jobs } : undefined,
        signal,
      );
    } finally {
      await access.close();
    }
  }
  const network = new SourceNetwork(config.process.proxy);
  const { turns, close } = await doctorTurns(config, network);
  try {
    yield* sourceChecks(config.bridges, { sources, network, turns }, signal);
  } finally {
    close();
    await network.close();
  }
}
