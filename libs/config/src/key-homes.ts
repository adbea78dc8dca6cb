import { knownKeys } from '#options';
import { BridgeOptions, TargetOptions } from './options/bridge.options.js';
import { FileOptions } from './options/file.options.js';
import { MetastudioOptions } from './options/metastudio.options.js';

/**
 * Where a key belongs that stands in a block which does not know it: a line indented too far or not
 * far enough takes its key into another block.
 */
export function homeOf(key: string, block: object): string | undefined {
  if (block instanceof FileOptions) {
    if (knownKeys(MetastudioOptions).has(key)) return belongsInto('metastudio');
    if (knownKeys(BridgeOptions).has(key)) return belongsInto('a bridge');
    return knownKeys(TargetOptions).has(key) ? belongsInto("a bridge's target") : undefined;
  }
  if (block instanceof BridgeOptions && knownKeys(TargetOptions).has(key)) {
    return belongsInto('target');
  }
  if (block instanceof TargetOptions && knownKeys(BridgeOptions).has(key)) {
    return 'it belongs into the bridge, beside target';
  }
  if (!knownKeys(FileOptions).has(key)) return undefined;
  return 'it belongs to the top of the file: begin it in the first column';
}

function belongsInto(block: string): string {
  return `it belongs into ${block}: indent it below that`;
}
