import { nearestKey, type BridgeConfig, type RelayConfig } from '#config';
import type { CliContext } from '../context/cli-context.js';
import { textOption, type GivenOptions } from '../listing/filter-options.js';
import { writeLines } from '../terminal/write-lines.js';

/**
 * The bridge of the file that `--bridge` names, or the only one that it has; `undefined` where there is none, which
 * standard error then says.
 */
export async function bridgeOfFile(
  given: GivenOptions,
  { bridges }: RelayConfig,
  { stderr }: CliContext,
): Promise<BridgeConfig | undefined> {
  const wanted = textOption(given, 'bridge');
  const bridge = namedOrOnly(wanted, bridges, ({ name }) => name);
  if (bridge !== undefined) return bridge;
  const names = bridges.map(({ name }) => name);
  await writeLines(stderr, [noSuchBridge(wanted, names, 'the file, which has no bridges')]);
  return undefined;
}

/** The one of that name; where none is named, the only one that there is. */
export function namedOrOnly<T>(
  wanted: string | undefined,
  all: readonly T[],
  nameOf: (one: T) => string,
): T | undefined {
  if (wanted === undefined) return all.length === 1 ? all[0] : undefined;
  return all.find((one) => nameOf(one) === wanted);
}

/** Says which names there are, and which of them may have been meant. */
export function noSuchBridge(
  wanted: string | undefined,
  names: readonly string[],
  none: string,
): string {
  const nearest = wanted === undefined ? undefined : nearestKey(wanted, names);
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return `--bridge must be one of ${names.join(', ') || none}${meant}`;
}
