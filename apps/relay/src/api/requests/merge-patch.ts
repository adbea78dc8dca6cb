import type { PlainJson } from '#bridge';
import { isBlock } from '#options';
import { markerOf } from '../../bridges/managed/spec-paths.js';

/**
 * Applies a merge patch (RFC 7396): its blocks are merged, null removes a key, any other value
 * replaces what was there. What stands for a secret is a value, though it is written as a block.
 */
export function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isBlock(patch)) return patch;
  const isMerged = isBlock(value) && markerOf(value as PlainJson) === undefined;
  const before = isMerged ? Object.entries(value) : [];
  const merged = new Map<string, unknown>(before);
  for (const [key, part] of Object.entries(patch)) {
    if (part === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), part));
  }
  // Entries define, they do not assign: a key named __proto__ reaches no prototype.
  return Object.fromEntries(merged);
}
