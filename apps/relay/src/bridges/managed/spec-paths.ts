import type { PlainBlock, PlainJson } from '#bridge';

/** The way to a value of a spec. */
export type SpecPath = readonly (string | number)[];

/** What stands for a secret in a spec; `undefined` where a value is something else. */
export type Marker =
  /** Shown in place of a secret; when it comes back, the stored secret stays. */
  | { readonly kind: 'kept' }
  /** A text that is to be sealed, wherever it stands. */
  | { readonly kind: 'given'; readonly text: string }
  /** As it is stored. */
  | { readonly kind: 'sealed'; readonly sealed: string }
  | { readonly kind: 'none' };

export function markerOf(value: PlainJson): Marker | undefined {
  if (!isPlainBlock(value)) return undefined;
  const [[key, one] = [], another] = Object.entries(value);
  if (another !== undefined || (key !== 'sealed' && key !== '$secret')) return undefined;
  if (key === 'sealed' && one === true) return { kind: 'kept' };
  if (typeof one !== 'string' || one === '') return { kind: 'none' };
  return key === 'sealed' ? { kind: 'sealed', sealed: one } : { kind: 'given', text: one };
}

/** A spec with each of its values, and each marker, replaced. */
export function mapSpec(
  value: PlainJson,
  replace: (value: PlainJson, path: SpecPath) => PlainJson,
  path: SpecPath = [],
): PlainJson {
  if (Array.isArray(value)) {
    return (value as readonly PlainJson[]).map((one, i) => mapSpec(one, replace, [...path, i]));
  }
  if (!isPlainBlock(value) || markerOf(value) !== undefined) return replace(value, path);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, mapSpec(one, replace, [...path, key])]),
  );
}

/** What is at a path; `undefined` where there is nothing. */
export function valueAt(value: PlainJson | undefined, path: SpecPath): PlainJson | undefined {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string | number, PlainJson>>)[key];
  }
  return at;
}

/** @see https://www.rfc-editor.org/rfc/rfc6901 */
export function jsonPointer(path: SpecPath): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function isPlainBlock(value: PlainJson | undefined): value is PlainBlock {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
