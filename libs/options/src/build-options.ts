import { isBlock } from './fields.js';
import { knownKeys } from './known-keys.js';
import { isAsWritten, nestingOf } from './nesting.js';
import type { RepeatedBlocks } from './repeated-blocks.js';

/** The path of a value, from the outermost block. */
export type KeyPath = readonly (string | number)[];

/** What the caller decides, or is told, while an instance is made. */
export interface BuildHooks {
  /** Converts a value that is no block of a class to the form that its property requires. */
  readonly settle?: (value: unknown, property: Property, path: KeyPath) => unknown;
  /** Called with a key that the class does not know; the key is left out. */
  readonly unknown?: (key: string, instance: object, path: KeyPath) => void;
  /** What was made of blocks before, and is made of them again. */
  readonly repeated?: RepeatedBlocks | undefined;
}

/** A property of an option class. */
export interface Property {
  readonly prototype: object;
  readonly key: string;
}

/**
 * Makes an instance of an option class, and of the classes of the blocks in it, from a plain value.
 * Keys that are left out, or `undefined`, keep the class's defaults. Nothing is checked; the
 * plain value is copied, but for raw blocks.
 */
export function buildOptions<T extends object>(
  Class: new () => T,
  plain: Readonly<Record<string, unknown>>,
  hooks: BuildHooks = {},
  path: KeyPath = [],
): T {
  const instance = new Class();
  const prototype = Class.prototype as object;
  const known = knownKeys(Class);
  for (const [key, value] of Object.entries(plain)) {
    const at = [...path, key];
    if (!known.has(key)) hooks.unknown?.(key, instance, at);
    else if (value !== undefined)
      (instance as Record<string, unknown>)[key] = build(value, { prototype, key }, at);
  }
  return instance;

  function build(value: unknown, property: Property, at: KeyPath): unknown {
    if (isAsWritten(property.prototype, property.key)) return value;
    const nesting = nestingOf(property.prototype, property.key);
    if (nesting === undefined) {
      const copied = copyOf(value);
      return hooks.settle === undefined ? copied : hooks.settle(copied, property, at);
    }
    const block = (item: unknown, where: KeyPath): unknown =>
      isBlock(item) ? buildBlock(nesting.classOf(plain), item, hooks, where) : copyOf(item);
    if (!nesting.isList) return block(value, at);
    return Array.isArray(value) ? value.map((item, i) => block(item, [...at, i])) : copyOf(value);
  }
}

/** A block in another: the instance that was made of it before, if it stands there as well. */
function buildBlock(
  Class: new () => object,
  plain: Readonly<Record<string, unknown>>,
  hooks: BuildHooks,
  path: KeyPath,
): object {
  const { repeated, unknown } = hooks;
  if (repeated === undefined) return buildOptions(Class, plain, hooks, path);
  const before = repeated.instanceOf(Class, plain);
  if (before !== undefined) return before;
  let isKnown = true;
  const noting: BuildHooks = {
    ...hooks,
    unknown: (...found) => {
      isKnown = false;
      unknown?.(...found);
    },
  };
  const instance = buildOptions(Class, plain, noting, path);
  // Each place is told what it has that nobody knows.
  if (isKnown) repeated.made(plain, instance);
  return instance;
}

/** The result is frozen later; the plain value must not be. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isBlock(value)) return value;
  // Defined, not assigned: a key named __proto__ must not reach a prototype.
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(given.map(([key, item]) => [key, copyOf(item)]));
}
