import { isBlock, type Draft } from './draft.js';

/**
 * The merge patch (RFC 7396) that turns `before` into `after`.
 *
 * @returns `undefined` where they are the same.
 */
export function mergePatchOf(before: Draft, after: Draft): Draft | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [one, other] = [before[key], after[key]];
    if (other === undefined) {
      if (one !== undefined) patch[key] = null;
    } else if (isBlock(one) && isBlock(other)) {
      const inner = mergePatchOf(one, other);
      if (inner !== undefined) patch[key] = inner;
    } else if (JSON.stringify(one) !== JSON.stringify(other)) {
      patch[key] = other;
    }
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}
