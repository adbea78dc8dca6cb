import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Scalar, type YAMLMap } from 'yaml';
import { isBlock } from '#options';
import { pathOf, type Problem } from '../checks/problem.js';
import { DEPTH_MAX } from './yaml-depth.js';

/** The most values of a file, counting those that aliases repeat. */
export const VALUES_MAX = 200_000;

/**
 * Turns the nodes of a parsed document into plain values, with `${VAR}` as written. Problems are
 * collected, none is thrown.
 */
export class TreeBuilder {
  /** The text of each number and boolean, by its path. */
  readonly written = new Map<string, string>();
  readonly lines = new Map<string, number>();
  readonly problems: Problem[] = [];
  readonly #lineCounter: LineCounter;
  readonly #anchors = new Map<string, unknown>();
  #values = 0;
  #depth = 0;

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

  #valueOf(node: unknown, path: string): unknown {
    this.#values++;
    if (this.#values > VALUES_MAX || this.#depth >= DEPTH_MAX) {
      const limit =
        this.#values > VALUES_MAX ? `more than ${VALUES_MAX} values` : 'too many levels';
      // Reported once: a bomb of aliases would repeat it without end.
      if (this.#values <= VALUES_MAX + 1) this.#problem(path, `has ${limit}, counting aliases`);
      return null;
    }
    this.#depth++;
    const value = this.#nodeValue(node, path);
    this.#depth--;
    return value;
  }

  #nodeValue(node: unknown, path: string): unknown {
    if (isAlias(node)) return this.#aliased(node.source, path);
    this.#place(node, path);
    if (isScalar(node)) {
      this.#rememberAnchor(node.anchor, node);
      return this.#scalarValue(node, path);
    }
    if (isMap(node)) {
      this.#rememberAnchor(node.anchor, node);
      return this.#mapValue(node, path);
    }
    if (isSeq(node)) {
      this.#rememberAnchor(node.anchor, node);
      return node.items.map((item, index) => this.#valueOf(item, pathOf(path, index)));
    }
    return null;
  }

  #aliased(name: string, path: string): unknown {
    if (!this.#anchors.has(name)) {
      this.#problem(path, 'is an alias (*name) whose anchor (&name) does not stand before it');
      return null;
    }
    return this.#valueOf(this.#anchors.get(name), path);
  }

  #rememberAnchor(name: string | undefined, node: unknown): void {
    if (name !== undefined) this.#anchors.set(name, node);
  }

  #mapValue(map: YAMLMap, path: string): Record<string, unknown> {
    const own: Record<string, unknown> = {};
    const merged: Record<string, unknown> = {};
    for (const pair of map.items) {
      const key = keyOf(pair.key);
      if (key === undefined) {
        this.#problem(path, 'has a key that is not a plain text');
      } else if (key === '<<') {
        Object.assign(merged, this.#mergedValue(pair.value, path));
      } else if (key in Object.prototype) {
        this.#problem(path, `has a key that cannot be used: ${key}`);
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

  /** The value of `<<`: a map, or several, of which the first wins. */
  #mergedValue(node: unknown, path: string): Record<string, unknown> {
    const value = this.#valueOf(node, path);
    const maps = Array.isArray(value) ? value : [value];
    const merged: Record<string, unknown> = {};
    for (const one of maps.toReversed() as unknown[]) {
      if (typeof one === 'object' && one !== null && !Array.isArray(one)) {
        Object.assign(merged, one);
      } else {
        this.#problem(path, 'merges (<<) something that is not a block');
      }
    }
    return merged;
  }

  #scalarValue(node: Scalar, path: string): unknown {
    if (typeof node.value === 'string') return node.value;
    if (node.source !== undefined) this.written.set(path, node.source);
    return typeof node.value === 'bigint' ? Number(node.value) : node.value;
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

/** A duplicate key is one problem: both values are merged, so that no other problem follows. */
function bothOf(first: unknown, second: unknown): unknown {
  return isBlock(first) && isBlock(second) ? { ...second, ...first } : (first ?? second);
}

function keyOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source;
}
