import type { BridgeSpec, PlainJson } from '#bridge';
import { isBlock } from '#options';
import type { WrittenTree } from '../values/interpolate.js';
import { AliasedPlaces, type Places } from '../yaml/places.js';
import { pathOf } from '../checks/problem.js';

/**
 * The spec of a bridge of a file, as it is written there.
 *
 * @param name the bridge's, as it was checked.
 * @param path of the bridge in the tree.
 */
export function specOf(
  name: string,
  block: Readonly<Record<string, unknown>>,
  path: string,
  { written, aliases }: Pick<WrittenTree, 'written' | 'aliases'>,
): BridgeSpec {
  const spec =
    written.size === 0 ? block : plainOf(block, path, new AliasedPlaces(written, aliases));
  return { ...(spec as Record<string, PlainJson>), name };
}

/** A bridge's spec as the tree of a file that holds nothing else. */
export function treeOfSpec(spec: BridgeSpec): WrittenTree {
  return { root: spec, written: new Map(), aliases: new Map(), lines: new Map() };
}

/**
 * JSON has one way to write a number. One that a file writes in another, since it is an id of
 * digits or too large, stays the text that it is there.
 */
function plainOf(value: unknown, path: string, written: Places<string>): PlainJson {
  if (Array.isArray(value)) {
    return value.map((one, index) => plainOf(one, pathOf(path, index), written));
  }
  if (isBlock(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, plainOf(one, pathOf(path, key), written)]),
    );
  }
  if (typeof value !== 'number' && typeof value !== 'boolean') return value as PlainJson;
  return written.get(path) ?? value;
}
