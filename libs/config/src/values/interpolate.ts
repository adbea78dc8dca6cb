import { RepeatedBlocks } from '#options';
import type { FileTree, ScalarOrigin } from '../yaml/file-tree.js';
import { AliasedPlaces, type Aliases, type Places } from '../yaml/places.js';
import { pathOf, type Problem } from '../checks/problem.js';
import { substitute, type Environment } from './substitute.js';

/** Plain values as written, with `${VAR}` in their texts, and the place of each. */
export interface WrittenTree {
  readonly root: unknown;
  /** The text of each number and boolean that is written in another way than JSON's, by its path. */
  readonly written: ReadonlyMap<string, string>;
  readonly aliases: Aliases;
  readonly lines: Places<number>;
}

/**
 * Replaces `${VAR}` in texts by the environment's values. The written tree is not changed, and a
 * value cannot change the structure. Problems are collected, none is thrown.
 */
export function interpolate(
  { root, written, aliases, lines }: WrittenTree,
  environment: Environment,
  rule?: VariableRule,
): { readonly tree: FileTree; readonly problems: readonly Problem[] } {
  const interpolation = new Interpolation(written, lines, environment, rule);
  const filled = interpolation.valueOf(root, '');
  const scalars = new AliasedPlaces(interpolation.scalars, aliases);
  const repeated = aliases.size === 0 ? undefined : new RepeatedBlocks();
  return { tree: { root: filled, scalars, lines, repeated }, problems: interpolation.problems };
}

/** Why a variable may not be named at this path; `undefined` where it may. */
export type VariableRule = (name: string, path: string) => string | undefined;

class Interpolation {
  readonly scalars: Map<string, ScalarOrigin>;
  readonly problems: Problem[] = [];
  readonly #lines: Places<number>;
  readonly #environment: Environment;
  readonly #rule: VariableRule | undefined;
  /** Blocks and lists without any variable: they stay as they are, wherever an alias repeats them. */
  readonly #plain = new Set<object>();

  constructor(
    written: ReadonlyMap<string, string>,
    lines: Places<number>,
    environment: Environment,
    rule: VariableRule | undefined,
  ) {
    const origins = [...written].map(([path, text]) => [path, originOf(text)] as const);
    this.scalars = new Map(origins);
    this.#lines = lines;
    this.#environment = environment;
    this.#rule = rule;
  }

  valueOf(value: unknown, path: string): unknown {
    if (typeof value === 'string') return this.#textOf(value, path);
    if (typeof value !== 'object' || value === null || this.#plain.has(value)) return value;
    const filled = Array.isArray(value) ? this.#listOf(value, path) : this.#blockOf(value, path);
    if (filled === value) this.#plain.add(value);
    return filled;
  }

  #listOf(list: readonly unknown[], path: string): readonly unknown[] {
    const filled = list.map((one, i) => this.valueOf(one, pathOf(path, i)));
    return filled.every((one, i) => one === list[i]) ? list : filled;
  }

  #blockOf(block: object, path: string): object {
    let isFilled = false;
    const filled = Object.entries(block).map(([key, one]) => {
      const value = this.valueOf(one, pathOf(path, key));
      isFilled ||= value !== one;
      return [key, value] as const;
    });
    return isFilled ? Object.fromEntries(filled) : block;
  }

  /** Only the author of the file may learn which variables exist. */
  #meantBy(name: string): string {
    if (this.#rule !== undefined) return '';
    // Names that differ in one letter belong to different values: …_AK and …_SK.
    const meant = Object.keys(this.#environment).find((one) => {
      return Boolean(this.#environment[one]) && one.toLowerCase() === name.toLowerCase();
    });
    return meant === undefined ? '' : `did you mean ${meant}? Else `;
  }

  #textOf(value: string, path: string): string | null {
    if (!value.includes('${')) return value;
    const { text, variables, unset, whole, malformed } = substitute(value, this.#environment);
    const refused = variables.map((name) => this.#rule?.(name, path)).find(Boolean);
    if (refused !== undefined) {
      // Neither the value nor its existence is passed on.
      this.#problem(path, refused);
      return null;
    }
    for (const name of unset) {
      const meant = this.#meantBy(name);
      const way = `set it, or give a default: \${${name}:-…}`;
      this.#problem(path, `the environment variable ${name} is not set; ${meant}${way}`);
    }
    if (malformed) {
      this.#problem(path, 'has a ${ that is not ${VAR} or ${VAR:-default}; $${ is a literal ${');
    }
    // An unset variable is the only problem of this place.
    this.scalars.set(path, { whole, variables: unset.length > 0 ? [] : variables });
    return whole && text === '' ? null : text;
  }

  #problem(path: string, message: string): void {
    this.problems.push({ path, message, line: this.#lines.get(path) });
  }
}

function originOf(written: string): ScalarOrigin {
  return { written, whole: false, variables: [] };
}
