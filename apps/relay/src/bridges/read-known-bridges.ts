import type { PlainJson } from '#bridge';
import { DEFAULT_PROJECT, type BridgeConfig, type RelayConfig, type TargetConfig } from '#config';
import {
  isTargetId,
  RecordTable,
  type BufferKeys,
  type BufferRedis,
  type StoredRecord,
} from '#event-buffer';
import { knownBridges, type KnownBridge } from './known-bridges.js';
import { contentOf } from './managed/api-bridge-store.js';
import { isPlainBlock } from './managed/spec-paths.js';

/** The configuration of a command, and where the records of bridges are. */
export interface InstalledPlace {
  readonly config: Pick<RelayConfig, 'bridges' | 'projects'>;
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
}

/** What a bridge says of itself without its secrets. */
export type OpenBridge = Pick<BridgeConfig, 'name' | 'redundancy'> & {
  readonly target: Omit<TargetConfig, 'reportUrl'>;
};

/**
 * The bridges that are to run: those of the file, and those that were made through the API. For commands, which
 * need not have what a secret is opened with. Rejects where Redis does not answer.
 */
export async function readOpenBridges({
  config: { bridges, projects },
  redis,
  keys,
}: InstalledPlace): Promise<OpenBridge[]> {
  const names = new Set(bridges.map(({ name }) => name));
  // One that has read before would write again what Redis has lost since.
  const stored = await new RecordTable(redis, keys, 0).read();
  const made = [...stored.values()].filter(({ name }) => !names.has(name));
  return [...bridges, ...made.flatMap((record) => openBridgeOf(record, projects) ?? [])];
}

/** The same for a status. */
export async function readKnownBridges(place: InstalledPlace): Promise<KnownBridge[]> {
  return knownBridges(await readOpenBridges(place));
}

function openBridgeOf(
  record: StoredRecord,
  projects: RelayConfig['projects'],
): OpenBridge | undefined {
  const { wanted, spec } = contentOf(record) ?? {};
  if (wanted !== 'running' || !isPlainBlock(spec?.target)) return undefined;
  const { reviewConfig, ...ids } = spec.target;
  const project = textOf(ids['project']) ?? DEFAULT_PROJECT;
  const [roomId = '', jobId = 'auto'] = [textOf(ids['roomId']), textOf(ids['jobId'])];
  if (!isTargetId([project, roomId, jobId].join('/'))) return undefined;
  const ofProject = projects.get(project);
  const noNeedReview = isPlainBlock(reviewConfig) ? reviewConfig['noNeedReview'] : undefined;
  const target = {
    project,
    roomId,
    jobId,
    appUserId: textOf(ids['appUserId']) ?? ofProject?.appUserId,
    reviewConfig: typeof noNeedReview === 'boolean' ? { noNeedReview } : ofProject?.reviewConfig,
  };
  return { name: record.name, redundancy: spec['redundancy'] === 2 ? 2 : 1, target };
}

/** A text that may be written as a number; `undefined` where it is left out. */
function textOf(value: PlainJson | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
