import 'reflect-metadata';

/** A JSON Schema (draft 2020-12), or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What all decorators of one key say about it together. */
export interface KeySchema {
  readonly schema: JsonSchema;
  readonly isOptional: boolean;
}

/** Adds to the description of a key. */
export function describeKey(
  schema: JsonSchema,
  { isOptional = false }: { readonly isOptional?: boolean } = {},
): PropertyDecorator {
  return (target, key) => {
    const before = keySchemaOf(target, key);
    const after: KeySchema = {
      schema: { ...before?.schema, ...schema },
      isOptional: isOptional || before?.isOptional === true,
    };
    Reflect.defineMetadata(KEY_SCHEMA, after, target, key);
  };
}

export function keySchemaOf(prototype: object, key: string | symbol): KeySchema | undefined {
  return Reflect.getMetadata(KEY_SCHEMA, prototype, key) as KeySchema | undefined;
}

const KEY_SCHEMA = Symbol('key schema');
