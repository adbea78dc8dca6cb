import type { BridgeConfig, RelayConfig } from '#config';
import type { CliContext } from '../context/cli-context.js';
import type { GivenOptions } from '../listing/filter-options.js';
import { chosenBridge } from './chosen-bridge.js';

/** The bridge that `--bridge` names, or the only one that there is. */
export async function onlyBridge(
  given: GivenOptions,
  config: RelayConfig,
  context: CliContext,
): Promise<BridgeConfig | undefined> {
  const [first, ...others] = config.bridges;
  if (given['bridge'] === undefined && first !== undefined && others.length === 0) return first;
  return chosenBridge(given, config, context);
}
