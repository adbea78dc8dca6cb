import type { BridgeConfig, Environment, RelayConfig } from '#config';
import type { SourceCatalogue } from '#platforms';
import { isOwnRedisDown } from '../embedded-redis/running-redis.js';
import { AddressGuard } from '../network/address-guard.js';
import { GuardedNetwork } from '../network/guarded-network.js';
import { SourceNetwork } from '../network/source-network.js';
import { quietAccess } from '../projects/access/quiet-access.js';
import { apiBridges } from './api-bridges.js';
import { connectedSources } from './connected-sources.js';
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
import { sourceChecks } from './source-checks.js';

/**
 * Checks everything that the relay needs from outside, and yields each finding as it is made.
 *
 * @param triesReports whether to send each target's live job a report without an event, too.
 */
export async function* examine(
  { config, environment }: { readonly config: RelayConfig; readonly environment: Environment },
  sources: SourceCatalogue,
  signal: AbortSignal,
  triesReports = false,
): AsyncGenerator<Finding> {
  const made: BridgeConfig[] = [];
  let connected: ReadonlySet<string> = new Set();
  if (isOwnRedisDown(config.redis)) yield ownRedisFinding(environment);
  else {
    yield* redisChecks(config.redis);
    const read = apiBridges({ config, environment }, sources);
    const [others, { bridges, findings }, ready] = await Promise.all([
      prefixCheck(config),
      read,
      connectedSources(config),
    ]);
    yield* others;
    yield* findings;
    made.push(...bridges);
    connected = ready;
  }
  for (const [name, project] of config.projects) {
    if (signal.aborted) return;
    const access = quietAccess(project, config.process.proxy);
    try {
      const { findings, client } = await checkProject(access, signal);
      yield* findings;
      const all = [...config.bridges, ...made];
      const bridges = all.filter(({ target }) => target.project === name);
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
  const guarded = new GuardedNetwork(network, new AddressGuard(config.api.allowHosts));
  const { turns, close } = await doctorTurns(config, network);
  const isProxied = (url: string): boolean => network.agentFor(url) !== undefined;
  const means = { sources, turns, isProxied, connected };
  try {
    yield* sourceChecks(config.bridges, { ...means, network }, signal);
    yield* sourceChecks(made, { ...means, network: guarded }, signal);
  } finally {
    close();
    await guarded.close();
    await network.close();
  }
}
