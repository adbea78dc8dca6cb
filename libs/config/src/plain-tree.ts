import { isBlock } from '#options';

/**
 * The file without the keys that have no value, which count as left out, and without top-level
 * keys that begin with `x-`, which hold what anchors share. A source's own blocks keep their
 * nulls, since a mapping may look for one.
 */
export function withoutEmpty(root: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(root).filter(([key]) => !key.startsWith('x-'));
  return blockWithoutEmpty(Object.fromEntries(kept));
}

/** The same of a block further down. */
export function blockWithoutEmpty(block: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(block).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (key === 'source' && isBlock(value)) return [key, shallowWithoutEmpty(value)];
      return [key, valueWithoutEmpty(value)];
    }),
  );
}

function valueWithoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valueWithoutEmpty);
  return isBlock(value) ? blockWithoutEmpty(value) : value;
}

/** The block without its own empty keys. */
export function shallowWithoutEmpty(block: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(block).filter(([, value]) => value !== null));
}
