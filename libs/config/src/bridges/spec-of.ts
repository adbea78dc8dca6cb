import type { BridgeSpec, PlainJson } from '#bridge';
import { buildOptions, intendedScalars, isBlock } from '#options';
import { pathOf } from '../checks/problem.js';
import { BridgeOptions } from '../options/bridge.options.js';
import type { WrittenTree } from '../values/interpolate.js';
import { AliasedPlaces } from '../yaml/places.js';
import type { SourceTypes } from './source-options.js';

/**
 * The spec of a bridge of a file, as it is written there. JSON has one way to write a number: one that
 * a file writes in another (an id of digits) stays the text that it is there where its option takes a
 * text, and is a number elsewhere, as it is to the relay.
 *
 * @param name the bridge's, as it was checked.
 * @param path of the bridge in the tree.
 */
export function specOf(
  name: string,
  block: Readonly<Record<string, unknown>>,
  path: string,
  { written, aliases }: Pick<WrittenTree, 'written' | 'aliases'>,
  sources: SourceTypes,
): BridgeSpec {
  const texts = new AliasedPlaces(written, aliases);
  let ofTexts: ReadonlySet<string> | undefined;
  const textAt = (place: string, value: number | boolean): string | undefined => {
    const text = texts.get(place);
    if (text === undefined) return undefined;
    ofTexts ??= placesOfTexts(block, path, sources);
    const isLost = typeof value === 'number' && !Number.isFinite(value);
    return isLost || ofTexts.has(place) ? text : undefined;
  };
  const spec = written.size === 0 ? block : plainOf(block, path, textAt);
  return { ...(spec as Record<string, PlainJson>), name };
}

/** A bridge's spec as the tree of a file that holds nothing else. */
export function treeOfSpec(spec: BridgeSpec): WrittenTree {
  return { root: spec, written: new Map(), aliases: new Map(), lines: new Map() };
}

/** The text to keep of a number or boolean at a place; `undefined`: none. */
type TextAt = (place: string, value: number | boolean) => string | undefined;

function plainOf(value: unknown, path: string, textAt: TextAt): PlainJson {
  if (Array.isArray(value)) {
    return value.map((one, index) => plainOf(one, pathOf(path, index), textAt));
  }
  if (isBlock(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, plainOf(one, pathOf(path, key), textAt)]),
    );
  }
  if (typeof value !== 'number' && typeof value !== 'boolean') return value as PlainJson;
  return textAt(path, value) ?? value;
}

/** Where a bridge's options, and those of its source, take texts. */
function placesOfTexts(
  block: Readonly<Record<string, unknown>>,
  path: string,
  sources: SourceTypes,
): ReadonlySet<string> {
  const places = new Set<string>();
  const look = (
    Class: new () => object,
    plain: Readonly<Record<string, unknown>>,
    above: string,
  ): void => {
    buildOptions(Class, plain, {
      settle: (value, { prototype, key }, keys) => {
        const { self, items, values } = intendedScalars(prototype, key);
        const place = keys.reduce<string>(pathOf, above);
        if (values === 'string' && isBlock(value)) {
          for (const name of Object.keys(value)) places.add(pathOf(place, name));
        } else if (!Array.isArray(value)) {
          if (self === 'string') places.add(place);
        } else if (items === 'string') {
          for (const index of value.keys()) places.add(pathOf(place, index));
        }
        return value;
      },
    });
  };
  look(BridgeOptions, block, path);
  const source = block['source'];
  if (!isBlock(source)) return places;
  const { type, ...rest } = source;
  const definition = typeof type === 'string' ? sources.get(type) : undefined;
  if (definition !== undefined) look(definition.Options, rest, pathOf(path, 'source'));
  return places;
}
