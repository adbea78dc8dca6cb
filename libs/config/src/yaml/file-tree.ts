import type { RepeatedBlocks } from '#options';
import { parentOf, type Problem } from '../checks/problem.js';
import type { Places } from './places.js';

/**
 * A file as plain values (objects without keys that reach a prototype, arrays, texts, numbers, booleans and
 * null), and the place of each, by its path.
 */
export interface FileTree {
  readonly root: unknown;
  readonly scalars: Places<ScalarOrigin>;
  readonly lines: Places<number>;
  /** Where the file has aliases: what was made of the blocks that they repeat. */
  readonly repeated?: RepeatedBlocks | undefined;
}

/** How a scalar was written. */
export interface ScalarOrigin {
  /**
   * Its text in the file, for numbers and booleans that JSON writes in another way: ids of digits
   * lose theirs as numbers.
   */
  readonly written?: string | undefined;
  /** Whether the text was one `${VAR}`: it may stand for a number or boolean. */
  readonly whole: boolean;
  /** The variables that it used. */
  readonly variables: readonly string[];
}

/** Adds the line of the nearest known place, and the variables that were used there. */
export function placeProblem(problem: Problem, tree: FileTree): Problem {
  const variables = tree.scalars.get(problem.path)?.variables ?? [];
  const from = variables.length === 0 ? '' : ` (from ${variables.map(nameInBraces).join(', ')})`;
  const message = problem.message + from;
  return { path: problem.path, message, line: problem.line ?? lineOf(problem.path, tree) };
}

function nameInBraces(name: string): string {
  return `\${${name}}`;
}

function lineOf(path: string, tree: FileTree): number | undefined {
  for (let place = path; ; place = parentOf(place)) {
    const line = tree.lines.get(place);
    if (line !== undefined || place === '') return line;
  }
}
