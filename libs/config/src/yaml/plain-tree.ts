import { isBlock } from '#options';

/**
 * The file with `undefined` for keys without a value, which count as left out (unknown keys are
 * still reported), and without top-level keys that begin with `x-`, which hold shared anchors. A
 * source's own blocks keep their nulls, since a mapping may look for one.
 */
export function withoutEmpty(root: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(root).filter(([key]) => !key.startsWith('x-'));
  return blockWithoutEmpty(Object.fromEntries(kept));
}

/** As {@link withoutEmpty}, for a block further down. */
export function blockWithoutEmpty(block: Record<string, unknown>): Record<string, unknown> {
  return mapped(block, (value, key) => {
    return key === 'source' && isBlock(value)
      ? shallowWithoutEmpty(value)
      : valueWithoutEmpty(value);
  });
}

function valueWithoutEmpty(value: unknown): unknown {
  // An element without a value is a mistake, and is reported as one.
  if (Array.isArray(value))
    return value.map((one) => (one === null ? one : valueWithoutEmpty(one)));
  return isBlock(value) ? blockWithoutEmpty(value) : (value ?? undefined);
}

/** The block with `undefined` for its own empty keys. */
export function shallowWithoutEmpty(block: Record<string, unknown>): Record<string, unknown> {
  return mapped(block, (value) => value ?? undefined);
}

/** The block with other values; the block itself where all stay the same. */
function mapped(
  block: Record<string, unknown>,
  other: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  let isSame = true;
  const entries = Object.entries(block).map(([key, value]) => {
    const mappedValue = other(value, key);
    isSame &&= mappedValue === value;
    return [key, mappedValue] as const;
  });
  return isSame ? block : Object.fromEntries(entries);
}
