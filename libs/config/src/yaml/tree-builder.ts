import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { isBlock } from '#options';
import { pathOf, type Problem } from '../checks/problem.js';
import { DEPTH_MAX } from './yaml-depth.js';

/** The most values of a file, counting those that aliases repeat. */
export const VALUES_MAX = 200_000;

/**
 * Turns the nodes of a parsed document into plain values, with `${VAR}` as written. An alias's
 * value is the object of its anchor, where nothing is wrong with it. Problems are collected, none is
 * thrown.
 */
export class TreeBuilder {
  /** The text of each number and boolean that is written in another way than JSON's, by its path. */
  readonly written = new Map<string, string>();
  readonly lines = new Map<string, number>();
  readonly problems: Problem[] = [];
  readonly #lineCounter: LineCounter;
  /** By the path of each alias whose value is the one of its anchor, that of the anchor. */
  readonly aliases = new Map<string, string>();
  readonly #anchors = new Map<string, unknown>();
  readonly #built = new Map<unknown, BuiltBlock>();
  #values = 0;
  #depth = 0;
  /** How deep the values below the current one are. */
  #deepest = 0;
  /** Merged keys stand in another block than they are written in. */
  #isMerging = false;
  /** Whether there are more values than allowed, which is told once. */
  #isFull = false;

  constructor(lineCounter: LineCounter) {
    this.#lineCounter = lineCounter;
  }

  /** How many values there were, with those that aliases repeat. */
  get values(): number {
    return this.#values;
  }

  get hasAnchors(): boolean {
    return this.#anchors.size > 0;
  }

  build(root: unknown): unknown {
    return this.#valueOf(root, '');
  }

  /** @param taken keys of the map, if it is one, that another one in its place has already. */
  #valueOf(node: unknown, path: string, taken?: Set<string>): unknown {
    if (!this.#hasCounted(path)) return null;
    if (this.#depth >= DEPTH_MAX) {
      this.#problem(path, 'has too many levels, counting aliases');
      return null;
    }
    this.#deepest = Math.max(this.#deepest, this.#depth);
    this.#depth++;
    const value = this.#nodeValue(node, path, taken);
    this.#depth--;
    return value;
  }

  /** Counts a value. @returns whether there may be as many. */
  #hasCounted(path: string): boolean {
    this.#values++;
    if (this.#values <= VALUES_MAX) return true;
    // Reported once: a bomb of aliases would repeat it without end.
    if (!this.#isFull) this.#problem(path, `has more than ${VALUES_MAX} values, counting aliases`);
    this.#isFull = true;
    return false;
  }

  #nodeValue(node: unknown, path: string, taken?: Set<string>): unknown {
    if (isAlias(node)) return this.#aliased(node.source, path, taken);
    this.#place(node, path);
    if (isScalar(node)) {
      this.#rememberAnchor(node.anchor, node);
      return this.#scalarValue(node, path);
    }
    if (isMap(node) || isSeq(node)) {
      this.#rememberAnchor(node.anchor, node);
      return node.anchor === undefined
        ? this.#blockValue(node, path, taken)
        : this.#anchoredValue(node, path, taken);
    }
    return null;
  }

  #blockValue(node: YAMLMap | YAMLSeq, path: string, taken?: Set<string>): unknown {
    if (isMap(node)) return this.#mapValue(node, path, taken);
    return node.items.map((item, index) => this.#valueOf(item, pathOf(path, index)));
  }

  #anchoredValue(node: YAMLMap | YAMLSeq, path: string, taken?: Set<string>): unknown {
    const [values, problems, deepest] = [this.#values, this.problems.length, this.#deepest];
    this.#deepest = this.#depth;
    const value = this.#blockValue(node, path, taken);
    // Each problem has as many places as there are aliases.
    if (this.problems.length === problems && !this.#isMerging) {
      const height = this.#deepest - this.#depth;
      this.#built.set(node, { value, path, values: this.#values - values, height });
    }
    this.#deepest = Math.max(deepest, this.#deepest);
    return value;
  }

  #aliased(name: string, path: string, taken?: Set<string>): unknown {
    if (!this.#anchors.has(name)) {
      this.#problem(path, 'is an alias (*name) whose anchor (&name) does not stand before it');
      return null;
    }
    const node = this.#anchors.get(name);
    const built = this.#isMerging ? undefined : this.#built.get(node);
    if (built === undefined || !this.#hasRoomFor(built)) return this.#valueOf(node, path, taken);
    this.#place(node, path);
    this.aliases.set(path, built.path);
    this.#values += 1 + built.values;
    this.#deepest = Math.max(this.#deepest, this.#depth + 1 + built.height);
    return built.value;
  }

  #hasRoomFor({ values, height }: BuiltBlock): boolean {
    return this.#values + 1 + values <= VALUES_MAX && this.#depth + 1 + height < DEPTH_MAX;
  }

  #rememberAnchor(name: string | undefined, node: unknown): void {
    if (name !== undefined) this.#anchors.set(name, node);
  }

  #mapValue(map: YAMLMap, path: string, taken?: Set<string>): Record<string, unknown> {
    const own: Record<string, unknown> = {};
    let merged: Record<string, unknown> | undefined;
    for (const pair of map.items) {
      const key = keyOf(pair.key);
      if (key === undefined) {
        this.#problem(path, 'has a key that is not a plain text');
      } else if (key === '<<') {
        merged ??= this.#mergedValue(map, path, taken);
      } else if (key in Object.prototype) {
        this.#problem(path, `has a key that cannot be used: ${key}`);
      } else if (taken?.has(key) === true) {
        // It takes as long as one that is read, and a bomb of merge keys has nothing else.
        if (!this.#hasCounted(path)) break;
      } else {
        const child = pathOf(path, key);
        const isAgain = Object.hasOwn(own, key);
        if (isAgain) this.#givenTwice(child, pair.key);
        this.#place(pair.key, child);
        const value = this.#valueOf(pair.value, child);
        own[key] = isAgain ? bothOf(own[key], value) : value;
      }
    }
    return { ...merged, ...own };
  }

  #givenTwice(path: string, key: unknown): void {
    const line = this.#lineOf(key);
    const first = this.lines.get(path);
    const where = first === undefined || first === line ? '' : `, first in line ${first}`;
    this.problems.push({ path, message: `is given twice${where}: keep one of them`, line });
  }

  /**
   * What a map's `<<` adds to its own keys: a map, or several, of which the first wins; of several
   * `<<` the last. A key that is there already is not even read: what is known of its place would be
   * taken for the other's.
   *
   * @param taken is left as it was: to copy it for each map would take longer than all else.
   */
  #mergedValue(
    { items }: YAMLMap,
    path: string,
    taken = new Set<string>(),
  ): Record<string, unknown> {
    const isWithin = this.#isMerging;
    this.#isMerging = true;
    const merged: Record<string, unknown> = {};
    const added: string[] = [];
    const take = (key: string): void => {
      if (taken.has(key)) return;
      taken.add(key);
      added.push(key);
    };
    for (const { key } of items) take(keyOf(key) ?? '');
    const merges = items.filter(({ key }) => keyOf(key) === '<<').toReversed();
    for (const node of merges.flatMap(({ value }) => this.#mapsOf(value))) {
      const one = this.#valueOf(node, path, taken);
      if (this.#isFull) break;
      if (!isBlock(one)) {
        this.#problem(path, 'merges (<<) something that is not a block');
        continue;
      }
      Object.assign(merged, one);
      Object.keys(one).forEach(take);
    }
    for (const key of added) taken.delete(key);
    this.#isMerging = isWithin;
    return merged;
  }

  #mapsOf(node: unknown): readonly unknown[] {
    const meant = isAlias(node) ? this.#anchors.get(node.source) : node;
    return isSeq(meant) ? meant.items : [node];
  }

  #scalarValue(node: Scalar, path: string): unknown {
    if (typeof node.value === 'string') return node.value;
    const value = typeof node.value === 'bigint' ? Number(node.value) : node.value;
    if (typeof value !== 'number' && typeof value !== 'boolean') return value;
    const { source } = node;
    if (source !== undefined && source !== String(value)) this.written.set(path, source);
    return value;
  }

  #place(node: unknown, path: string): void {
    const line = this.#lineOf(node);
    if (line !== undefined && !this.lines.has(path)) this.lines.set(path, line);
  }

  #lineOf(node: unknown): number | undefined {
    const range = (node as { range?: readonly number[] } | null)?.range;
    return range?.[0] === undefined ? undefined : this.#lineCounter.linePos(range[0]).line;
  }

  #problem(path: string, message: string): void {
    this.problems.push({ path, message, line: this.lines.get(path) });
  }
}

/** A block or list with an anchor, built without a problem. */
interface BuiltBlock {
  readonly value: unknown;
  readonly path: string;
  /** How many values are below it, and how deep. */
  readonly values: number;
  readonly height: number;
}

/** A duplicate key is one problem: both values are merged, so that no other problem follows. */
function bothOf(first: unknown, second: unknown): unknown {
  return isBlock(first) && isBlock(second) ? { ...second, ...first } : (first ?? second);
}

function keyOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source;
}
