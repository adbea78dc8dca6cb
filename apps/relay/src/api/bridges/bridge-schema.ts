import { bridgeSchema } from '#config';
import type { JsonSchema } from '#options';

/** A bridge's spec, as the file has it; what its source takes tells `GET /api/source-types`. */
export const BRIDGE_SPEC: JsonSchema = bridgeSchema();

export const BRIDGE_KEYS: ReadonlySet<string> = new Set(Object.keys(BRIDGE_SPEC['properties']!));
