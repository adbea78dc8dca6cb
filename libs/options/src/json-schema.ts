import { keySchemaOf, type JsonSchema } from './key-schema.js';
import { knownKeys } from './known-keys.js';
import { nestingOf } from './nesting.js';

/**
 * The JSON Schema (draft 2020-12) of an option class: what the API's documents and a form need to
 * know about each key. It accepts everything that the class accepts, and also what only our own
 * checks can reject (an address, a rule between two keys). A block whose class depends on its
 * content is described by the class of the empty block.
 */
export function jsonSchemaOf(Class: new () => object): JsonSchema {
  const prototype = Class.prototype as object;
  const defaults = new Class() as Readonly<Record<string, unknown>>;
  const keys = [...knownKeys(Class)];
  return {
    type: 'object',
    properties: Object.fromEntries(
      keys.map((key) => [key, schemaOfKey(prototype, key, defaults[key])]),
    ),
    required: keys.filter((key) => keySchemaOf(prototype, key)?.isOptional !== true),
    additionalProperties: false,
  };
}

function schemaOfKey(prototype: object, key: string, byDefault: unknown): JsonSchema {
  const own = keySchemaOf(prototype, key)?.schema ?? {};
  const nesting = nestingOf(prototype, key);
  if (nesting === undefined) {
    return byDefault === undefined ? own : { ...own, default: byDefault };
  }
  const block = jsonSchemaOf(nesting.classOf({}));
  if (!nesting.isOnly) return { anyOf: [own, block] };
  return nesting.isList ? { ...own, type: 'array', items: block } : { ...own, ...block };
}
