import { placeProblem, type FileTree } from '../yaml/file-tree.js';
import { parentOf, type Caution, type Problem } from './problem.js';

/** Collects the problems that the parts of the configuration find; only the first for each path. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly cautions: Caution[] = [];
  readonly #tree: FileTree;
  readonly #paths = new Set<string>();
  readonly #affected = new Set<string>();

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  problem(path: string, message: string): void {
    this.add([placeProblem({ path, message }, this.#tree)]);
  }

  caution(path: string, message: string): void {
    this.cautions.push({ ...placeProblem({ path, message }, this.#tree), message });
  }

  /** Adds problems whose places are known already. */
  add(problems: readonly Problem[]): void {
    for (const problem of problems) {
      // Problems of the whole file have no path, and are all kept.
      if (problem.path !== '' && this.#paths.has(problem.path)) continue;
      this.#paths.add(problem.path);
      for (const place of pathsAbove(problem.path)) this.#affected.add(place);
      this.problems.push(problem);
    }
  }

  /** Whether anything at this path or below it is wrong. */
  affects(path: string): boolean {
    return this.#affected.has(path);
  }
}

/** The path and all its parents: `a.b[1].c`, `a.b[1]`, `a.b`, `a`. */
function* pathsAbove(path: string): Generator<string> {
  for (let place = path; place !== ''; place = parentOf(place)) yield place;
}
