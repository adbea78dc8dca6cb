import type { BridgeConfig } from '#config';
import type { SourceCatalogue } from '#platforms';
import {
  NOT_HERE_WAY_OUT,
  readApiBridges,
  whyNotHere,
  type GivenConfig,
} from '../bridges/managed/read-api-bridges.js';
import { fail, type Finding } from './finding.js';

/** The bridges that were made through the API and are to run. */
export interface ApiBridges {
  readonly bridges: readonly BridgeConfig[];
  /** What keeps others of them from running here. */
  readonly findings: readonly Finding[];
}

/** Finds none where Redis cannot be asked, which another check tells. */
export async function apiBridges(
  given: GivenConfig,
  sources: SourceCatalogue,
): Promise<ApiBridges> {
  const all = await readApiBridges(given, sources).catch(() => []);
  const made = all.filter(({ record }) => record.wanted === 'running');
  return {
    bridges: made.flatMap((bridge) => bridge.config ?? []),
    findings: made.flatMap((bridge) => {
      const found = whyNotHere(bridge);
      if (found === undefined) return [];
      return [fail('bridge', bridge.record.name, found, NOT_HERE_WAY_OUT)];
    }),
  };
}
