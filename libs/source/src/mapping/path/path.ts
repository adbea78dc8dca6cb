import { BoundedMap } from '#bounded-map';
import { parsePath, type Parts, type PathWay } from './path-syntax.js';

type Ways = readonly [PathWay, ...PathWay[]];

/** Hundreds of rooms have the same mapping: its paths are parsed, and kept, once a process. */
const PARSED = new BoundedMap<string, Ways>(1000);

/**
 * A place in a JSON document: names joined by dots, numbers for the elements of an array
 * (`user.badges.0.name`), brackets for names with other characters (`tags["a.b"][0]`), and
 * alternatives (`user.name | user.nick`), of which the first that is there is taken. `$.` begins at
 * the frame that contains the message (`$.data.kind`). There is no more to it: no expressions, no
 * wildcards. Only own properties are seen.
 */
export class Path {
  readonly #first: PathWay;
  readonly #others: readonly PathWay[];

  /** @throws {TypeError} for an invalid path. Options are validated before they come here. */
  constructor(text: string) {
    [this.#first, ...this.#others] = PARSED.get(text) ?? waysOf(text);
  }

  /** The path, if there is a text. */
  static maybe(text: string | undefined): Path | undefined {
    return text === undefined ? undefined : new Path(text);
  }

  /**
   * The value; `undefined` if every alternative is missing, `null` or an empty string.
   * @param frame what `$` stands for.
   */
  read(root: unknown, frame: unknown = root): unknown {
    const { parts, fromFrame } = this.#first;
    const value = follow(fromFrame ? frame : root, parts, parts.length);
    if (isThere(value)) return value;
    for (const other of this.#others) {
      const from = other.fromFrame ? frame : root;
      const fallback = follow(from, other.parts, other.parts.length);
      if (isThere(fallback)) return fallback;
    }
    return undefined;
  }

  /**
   * Replaces the value of each alternative that is there by the result of `change`.
   * @param change returns `undefined` to leave the value unchanged.
   */
  replace(root: unknown, change: (value: unknown) => unknown): void {
    replaceAt(root, this.#first.parts, change);
    for (const { parts } of this.#others) replaceAt(root, parts, change);
  }
}

function waysOf(text: string): Ways {
  const parsed = parsePath(text);
  if ('problem' in parsed) throw new TypeError(`A path ${parsed.problem}.`);
  PARSED.set(text, parsed);
  return parsed;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function follow(root: unknown, parts: Parts, count: number): unknown {
  let at = root;
  for (let index = 0; index < count; index++) {
    const part = parts[index]!;
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

function replaceAt(root: unknown, parts: Parts, change: (value: unknown) => unknown): void {
  const holder = follow(root, parts, parts.length - 1);
  const name = parts.at(-1)!;
  // An own property is overwritten in place, even one named `__proto__`: no setter is called.
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) return;
  const fields = holder as Record<string, unknown>;
  const value = change(fields[name]);
  if (value !== undefined) fields[name] = value;
}
