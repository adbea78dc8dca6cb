import { kindOf, type FieldSchema } from './field-kind.js';

type Told = { readonly pointer?: string; readonly detail: string };

/** The problems of a bridge that no field of its form stands for, such as a limit of the platform. */
export function unplacedOf<T extends Told>(
  problems: readonly T[],
  bridge: FieldSchema,
  source: FieldSchema,
): T[] {
  return problems.filter(({ pointer = '' }) => {
    const [first, ...rest] = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (first === 'source') return !hasField(source, rest, 1);
    // The picker of the room shows whatever concerns it.
    return first !== 'target' && (first === undefined || !hasField(bridge, [first, ...rest], 0));
  });
}

function hasField(schema: FieldSchema, keys: readonly string[], depth: number): boolean {
  const [key = '', ...rest] = keys;
  const { properties = {} } = schema;
  const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (own === undefined) return false;
  return kindOf(own, depth) !== 'block' || hasField(own, rest, depth + 1);
}
