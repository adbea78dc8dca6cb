import type { BridgeConfig, Environment, RelayConfig } from '#config';
import { BufferKeys, connectBufferRedis, RecordTable, redisReady } from '#event-buffer';
import type { SourceCatalogue } from '#platforms';
import { ApiBridgeStore, type ApiBridge } from '../bridges/managed/api-bridge-store.js';
import { SpecSeal } from '../bridges/managed/spec-seal.js';
import { fail, type Finding } from './finding.js';

/** The bridges that were made through the API and are to run. */
export interface ApiBridges {
  readonly bridges: readonly BridgeConfig[];
  /** What keeps others of them from running here. */
  readonly findings: readonly Finding[];
}

/** Finds none where Redis cannot be asked, which another check tells. */
export async function apiBridges(
  { config, environment }: { readonly config: RelayConfig; readonly environment: Environment },
  sources: SourceCatalogue,
): Promise<ApiBridges> {
  const { redis: address, projects, process } = config;
  const redis = connectBufferRedis(address, () => {});
  try {
    await redisReady(redis);
    const table = new RecordTable(redis, new BufferKeys(address.prefix), 0);
    const stored = await table.read();
    await sources.loadNamedIn([...stored.values()].map(({ text }) => text));
    const seal = new SpecSeal(process.stateKey, sources);
    const api = new ApiBridgeStore({ table, seal, projects, sources, environment });
    const ofFile = new Set(config.bridges.map(({ name }) => name));
    const made = [...api.known.values()].filter(({ record: { name, wanted } }) => {
      return wanted === 'running' && !ofFile.has(name);
    });
    return {
      bridges: made.flatMap((bridge) => bridge.config ?? []),
      findings: made.flatMap(problemOf),
    };
  } catch {
    return { bridges: [], findings: [] };
  } finally {
    redis.disconnect();
  }
}

function problemOf({ record: { name }, problems: [first] }: ApiBridge): Finding[] {
  if (first === undefined) return [];
  const found = `made through the API, and cannot run here: ${first.pointer} ${first.detail}`;
  return [fail('bridge', name, found, WAY_OUT)];
}

const WAY_OUT =
  'Change it there (PATCH /api/bridges/{bridge}, or the console), or give this machine the same file and environment as the relay.';
