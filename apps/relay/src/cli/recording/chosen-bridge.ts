import { nearestKey, type BridgeConfig, type RelayConfig } from '#config';
import type { CliContext } from '../context/cli-context.js';
import { textOption, type GivenOptions } from '../listing/filter-options.js';
import { writeLines } from '../terminal/write-lines.js';

/**
 * The bridge that `--bridge` names; `undefined` where there is none, which standard error then
 * says.
 */
export async function chosenBridge(
  given: GivenOptions,
  { bridges }: RelayConfig,
  { stderr }: CliContext,
): Promise<BridgeConfig | undefined> {
  const wanted = textOption(given, 'bridge') ?? '';
  const bridge = bridges.find(({ name }) => name === wanted);
  if (bridge !== undefined) return bridge;
  const names = bridges.map(({ name }) => name);
  const nearest = nearestKey(wanted, names);
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  await writeLines(stderr, [`--bridge must be one of ${names.join(', ') || NONE}${meant}`]);
  return undefined;
}

const NONE = 'the file, which has no bridges';
