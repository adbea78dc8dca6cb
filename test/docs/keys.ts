import { jsonSchemaOf, type JsonSchema } from '#options';

/** The keys of an option class. */
export function keysOf(Options: new () => object): readonly string[] {
  return Object.keys((jsonSchemaOf(Options) as Nested).properties ?? {});
}

/** Its keys, and those of its blocks. */
export function allKeysOf(Options: new () => object): readonly string[] {
  const keys = new Set<string>();
  collect(jsonSchemaOf(Options), keys);
  return [...keys];
}

interface Nested {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

function collect(nested: JsonSchema, keys: Set<string>): void {
  const { properties, items, anyOf } = nested as Nested;
  for (const [key, schema] of Object.entries(properties ?? {})) {
    keys.add(key);
    collect(schema, keys);
  }
  for (const schema of [...(items === undefined ? [] : [items]), ...(anyOf ?? [])]) {
    collect(schema, keys);
  }
}

/** Whether a page names a key: in code, or in an example. */
export function names(page: string, key: string): boolean {
  return new RegExp(`\`[^\`\\n]*\\b${key}\\b[^\`\\n]*\`|^[^|\\n]*\\b${key}[,:]`, 'mu').test(page);
}
