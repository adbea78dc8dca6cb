import { isBlock } from '#options';

/**
 * Applies a merge patch (RFC 7396): its blocks are merged, null removes a key, any other value
 * replaces what was there.
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
