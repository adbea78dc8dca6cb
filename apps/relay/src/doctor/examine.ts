import type { RelayConfig } from '#config';
import { SourceNetwork } from '../network/source-network.js';
import { quietAccess } from '../projects/quiet-access.js';
import type { Finding } from './finding.js';
import { checkProject } from './project-checks.js';
import { redisChecks } from './redis-checks.js';
import { RoomChecks } from './room-checks.js';
import { sourceChecks, type SourceTypes } from './source-checks.js';

/** Checks everything that the relay needs from outside, each finding as it is made. */
export async function* examine(
  config: RelayConfig,
  sources: SourceTypes,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  yield* redisChecks(config.redis);
  for (const [name, project] of config.projects) {
    if (signal.aborted) return;
    const access = quietAccess(project, config.process.proxy);
    try {
      const { findings, client } = await checkProject(access, signal);
      yield* findings;
      const targets = config.bridges
        .map(({ target }) => target)
        .filter((target) => target.project === name);
      if (client !== undefined) yield* new RoomChecks(client, signal).run(targets);
    } finally {
      await access.close();
    }
  }
  const network = new SourceNetwork(config.process.proxy);
  try {
    yield* sourceChecks(config.bridges, { sources, network }, signal);
  } finally {
    await network.close();
  }
}
