import { isBlock, knownKeys } from '#options';
import type { KeyHome } from '../instantiate.js';
import { AUTH_KEYS } from '../options/auth.options.js';
import { BridgeOptions, TargetOptions } from '../options/bridge.options.js';
import { FileOptions } from '../options/file.options.js';
import { AuthKeyOptions, MetastudioOptions } from '../options/metastudio.options.js';
import type { SourceTypes } from '../bridges/source-options.js';

/**
 * Finds the block to which a key belongs that its own block does not know: a wrongly indented line
 * puts its key into another block.
 */
export function keyHomes(sources: SourceTypes): KeyHome {
  return (key, block) => homeOf(key, block, sources);
}

function homeOf(key: string, block: object, sources: SourceTypes): string | undefined {
  if (block instanceof MetastudioOptions) {
    if (AUTH_KEYS.has(key)) return belongsInto('auth');
    if (knownKeys(AuthKeyOptions).has(key)) return belongsInto('authKey');
  }
  if (block instanceof BridgeOptions && isOfSource(key, block, sources)) {
    return belongsInto('source');
  }
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

/** Whether the bridge's source, which stands before the key, knows it. */
function isOfSource(key: string, { source }: BridgeOptions, sources: SourceTypes): boolean {
  const type = isBlock(source) ? source['type'] : undefined;
  if (key === 'type') return true;
  const definition = typeof type === 'string' ? sources.get(type) : undefined;
  return definition !== undefined && knownKeys(definition.Options).has(key);
}

function belongsInto(block: string): string {
  return `it belongs into ${block}: indent it below that`;
}
