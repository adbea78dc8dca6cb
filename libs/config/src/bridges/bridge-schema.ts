import { jsonSchemaOf, type JsonSchema } from '#options';
import { BridgeOptions } from '../options/bridge.options.js';

/** The JSON Schema of one of the file's `bridges`; its `source` also has the keys of its type. */
export function bridgeSchema(): JsonSchema {
  return jsonSchemaOf(BridgeOptions);
}
