import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Scalar, type YAMLMap } from 'yaml';
import type { ScalarOrigin } from './file-tree.js';
import { pathOf, type Problem } from './problem.js';
import { substitute, type Environment } from './substitute.js';
import { DEPTH_MAX } from './yaml-depth.js';

/** How many values a file may hold, with those that aliases repeat. */
const VALUES_MAX = 200_000;

/** Turns the nodes of a parsed document into plain values. Each problem is kept, none is thrown. */
export class TreeBuilder {
  readonly scalars = new Map<string, ScalarOrigin>();
  readonly lines = new Map<string, number>();
  readonly problems: Problem[] = [];
  readonly #environment: Environment;
  readonly #lineCounter: LineCounter;
  readonly #anchors = new Map<string, unknown>();
  #values = 0;
  #depth = 0;

  constructor(environment: Environment, lineCounter: LineCounter) {
    this.#environment = environment;
    this.#lineCounter = lineCounter;
  }

  build(root: unknown): unknown {
    return this.#valueOf(root, '');
  }

  #valueOf(node: unknown, path: string): unknown {
    this.#values++;
    if (this.#values > VALUES_MAX || this.#depth >= DEPTH_MAX) {
      const limit =
        this.#values > VALUES_MAX ? `more than ${VALUES_MAX} values` : 'too many levels';
      // Once is enough: a bomb of aliases would say it without end.
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
        if (Object.hasOwn(own, key)) this.#problem(child, 'is given twice');
        this.#place(pair.key, child);
        own[key] = this.#valueOf(pair.value, child);
      }
    }
    return { ...merged, ...own };
  }

  /** What `<<` brings: a map, or several of which the first wins. */
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
    if (typeof node.value !== 'string') {
      this.scalars.set(path, { written: node.source, whole: false, variables: [] });
      return typeof node.value === 'bigint' ? Number(node.value) : node.value;
    }
    if (!node.value.includes('${')) return node.value;
    const { text, variables, unset, whole, malformed } = substitute(node.value, this.#environment);
    for (const name of unset) this.#unset(name, path);
    if (malformed) {
      this.#problem(path, 'has a ${ that is not ${VAR} or ${VAR:-default}; $${ is a literal ${');
    }
    // A place whose variable is unset says so once; what the value should be is not the point.
    this.scalars.set(path, { whole, variables: unset.length > 0 ? [] : variables });
    return whole && text === '' ? null : text;
  }

  #unset(name: string, path: string): void {
    const way = `set it, or give a default: \${${name}:-…}`;
    this.#problem(path, `the environment variable ${name} is not set; ${way}`);
  }

  #place(node: unknown, path: string): void {
    const range = (node as { range?: readonly number[] } | null)?.range;
    if (range?.[0] === undefined || this.lines.has(path)) return;
    this.lines.set(path, this.#lineCounter.linePos(range[0]).line);
  }

  #problem(path: string, message: string): void {
    this.problems.push({ path, message, line: this.lines.get(path) });
  }
}

function keyOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source;
}
