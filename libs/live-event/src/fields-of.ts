/**
 * A foreign value as an object whose fields can be read; an object without fields if it is anything
 * else. The type is what the sender documents: each field may still hold anything.
 */
export function fieldsOf<Fields extends object>(value: Fields | null | undefined): Partial<Fields>;
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>>;
export function fieldsOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
