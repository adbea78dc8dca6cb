import { isBlock } from '#options';
import type { FileTree, ScalarOrigin } from '../yaml/file-tree.js';
import { pathOf, type Problem } from '../checks/problem.js';
import { substitute, type Environment } from './substitute.js';

/** Plain values as written, with `${VAR}` in their texts, and the place of each. */
export interface WrittenTree {
  readonly root: unknown;
  /** The text of each number and boolean, by its path. */
  readonly written: ReadonlyMap<string, string>;
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Replaces `${VAR}` in texts by the environment's values. The written tree is not changed, and a
 * value cannot change the structure. Problems are collected, none is thrown.
 */
export function interpolate(
  { root, written, lines }: WrittenTree,
  environment: Environment,
  rule?: VariableRule,
): { readonly tree: FileTree; readonly problems: readonly Problem[] } {
  const interpolation = new Interpolation(written, lines, environment, rule);
  const filled = interpolation.valueOf(root, '');
  const { scalars, problems } = interpolation;
  return { tree: { root: filled, scalars, lines }, problems };
}

/** Why a variable may not be named at this path; `undefined` where it may. */
export type VariableRule = (name: string, path: string) => string | undefined;

class Interpolation {
  readonly scalars: Map<string, ScalarOrigin>;
  readonly problems: Problem[] = [];
  readonly #lines: ReadonlyMap<string, number>;
  readonly #environment: Environment;
  readonly #rule: VariableRule | undefined;

  constructor(
    written: ReadonlyMap<string, string>,
    lines: ReadonlyMap<string, number>,
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
    if (Array.isArray(value)) return value.map((one, i) => this.valueOf(one, pathOf(path, i)));
    if (!isBlock(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, this.valueOf(one, pathOf(path, key))]),
    );
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
