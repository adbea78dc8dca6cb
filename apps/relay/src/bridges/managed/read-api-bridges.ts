import type { Environment, RelayConfig } from '#config';
import { BufferKeys, connectBufferRedis, RecordTable, redisReady } from '#event-buffer';
import type { SourceCatalogue } from '#platforms';
import { ApiBridgeStore, type ApiBridge } from './api-bridge-store.js';
import { SpecSeal } from './spec-seal.js';

/** What a command was given: its file, and what filled that in. */
export interface GivenConfig {
  readonly config: RelayConfig;
  readonly environment: Environment;
}

/**
 * The bridges that were made through the API, paused ones too, as this machine can compile them; none whose name the
 * file has. For commands: it makes a connection of its own, and closes it. Rejects where Redis does not answer.
 *
 * @param heard is told of errors of the connection, which say more than that nothing answered.
 */
export async function readApiBridges(
  { config, environment }: GivenConfig,
  sources: SourceCatalogue,
  heard: (error: Error) => void = () => {},
): Promise<ApiBridge[]> {
  const { redis: address, projects, process, bridges } = config;
  const redis = connectBufferRedis(address, heard);
  try {
    await redisReady(redis);
    // One that has read before would write again what Redis has lost since.
    const table = new RecordTable(redis, new BufferKeys(address.prefix), 0);
    const stored = await table.read();
    await sources.loadNamedIn([...stored.values()].map(({ text }) => text));
    const seal = new SpecSeal(process.stateKey, sources);
    const store = new ApiBridgeStore({ table, seal, projects, sources, environment });
    const ofFile = new Set(bridges.map(({ name }) => name));
    return [...store.known.values()].filter(({ record: { name } }) => !ofFile.has(name));
  } finally {
    redis.disconnect();
  }
}

/** Why a bridge that was made through the API cannot run on this machine; `undefined` where it can. */
export function whyNotHere({ problems: [first] }: ApiBridge): string | undefined {
  if (first === undefined) return undefined;
  return `made through the API, and cannot run here: ${first.pointer} ${first.detail}`;
}

/** What an operator can do about it. */
export const NOT_HERE_WAY_OUT =
  'Change it there (PATCH /api/bridges/{bridge}, or the console), or give this machine the same file and environment as the relay.';
