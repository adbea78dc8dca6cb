import { isBlock } from '#options';

/**
 * What a value becomes by a patch (RFC 7396): keys of blocks are put in place, null takes a key
 * away, and whatever is no block stands for itself.
 */
export function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isBlock(patch)) return patch;
  const before = isBlock(value) ? Object.entries(value) : [];
  const merged = new Map<string, unknown>(before);
  for (const [key, part] of Object.entries(patch)) {
    if (part === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), part));
  }
  // Entries define, they do not assign: a key named __proto__ reaches no prototype.
  return Object.fromEntries(merged);
}
