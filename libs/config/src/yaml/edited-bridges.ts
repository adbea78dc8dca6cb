import type { BridgeSpec, PlainJson } from '#bridge';
import { isBlock } from '#options';
import { specOf } from '../bridges/spec-of.js';
import type { SourceTypes } from '../bridges/source-options.js';
import { areBridges, piecesOf, type FilePieces } from './file-pieces.js';
import { pathOf } from '../checks/problem.js';
import { readYaml, type ReadYaml } from './read-yaml.js';
import { VALUES_MAX } from './tree-builder.js';

/** A file's bridges, with the text of each. */
export interface WrittenBridges {
  readonly pieces: FilePieces;
  /** In the order of the pieces. */
  readonly specs: readonly BridgeSpec[];
  /** The number of values in the whole file. */
  readonly values: number;
}

/**
 * The bridges of a file that was parsed without a problem.
 * @returns `undefined` if the text cannot be divided into bridges.
 */
export function writtenBridges(
  text: string,
  { tree, values, hasAnchors }: ReadYaml,
  specs: readonly BridgeSpec[],
): WrittenBridges | undefined {
  // Any bridge may refer to an anchor, and a directive (%YAML 1.1) says how all of them are read.
  const isAlike = !hasAnchors && !/^%/m.test(text);
  const pieces = isAlike ? piecesOf(text) : undefined;
  const lineOf = specs.map((_, index) => tree.lines.get(pathOf('bridges', index)));
  if (pieces === undefined || !areBridges(pieces, lineOf)) return undefined;
  return { pieces, specs, values };
}

/**
 * The bridges of a file in which only bridges were edited since it was parsed: the others keep
 * their specs, as the same objects, and are not parsed again, which takes long with thousands of
 * bridges.
 * @returns `undefined` if more was edited, or an edited bridge cannot be understood alone: the file
 *   must then be parsed as a whole, which may find a problem or none.
 */
export function editedBridges(
  text: string,
  before: WrittenBridges,
  sources: SourceTypes,
): WrittenBridges | undefined {
  const pieces = piecesOf(text);
  if (pieces === undefined) return undefined;
  if (pieces.head !== before.pieces.head || pieces.tail !== before.pieces.tail) return undefined;
  const known = new Map(before.pieces.bridges.map((piece, index) => [piece, before.specs[index]!]));
  const specs: BridgeSpec[] = [];
  for (const piece of pieces.bridges) {
    const spec = known.get(piece) ?? specAlone(piece, sources);
    if (spec === undefined) return undefined;
    specs.push(spec);
  }
  // One piece twice is one name twice.
  if (new Set(specs).size < specs.length) return undefined;
  const values = before.values + countOf(specs) - countOf(before.specs);
  return values > VALUES_MAX ? undefined : { pieces, specs, values };
}

function specAlone(piece: string, sources: SourceTypes): BridgeSpec | undefined {
  const { tree, problems, hasAnchors } = readYaml(`bridges:\n${piece}`);
  if (problems.length > 0 || hasAnchors || !isBlock(tree.root)) return undefined;
  const { bridges, ...others } = tree.root;
  if (!Array.isArray(bridges) || bridges.length !== 1 || Object.keys(others).length > 0) {
    return undefined;
  }
  const [block] = bridges as unknown[];
  const name = isBlock(block) ? block['name'] : undefined;
  if (typeof name !== 'string' || name.includes('$')) return undefined;
  return specOf(name, block as Record<string, unknown>, 'bridges[0]', tree, sources);
}

function countOf(values: readonly (PlainJson | undefined)[] | readonly BridgeSpec[]): number {
  let count = 0;
  for (const value of values) {
    count++;
    if (typeof value === 'object' && value !== null) count += countOf(Object.values(value));
  }
  return count;
}
