/** A fault in the configuration that keeps the relay from starting. Never holds a value. */
export interface Problem {
  /** Where: `bridges[2].source.channel`, or the name of an environment variable. */
  readonly path: string;
  /** What is expected, and what to do. */
  readonly message: string;
  /** The line of the file, from 1; absent for the environment and what has no place. */
  readonly line?: number | undefined;
}

/** Something worth knowing before starting, which does not keep the relay from it. */
export type Caution = Problem;

/**
 * One line for an operator: `relay.yaml:12 bridges[0].name: must be …`, `PORT: must be …`,
 * `relay.yaml is …`.
 */
export function formatProblem(problem: Problem, file: string): string {
  const path = problem.path === '' ? '' : `${problem.path}: `;
  if (problem.line !== undefined) return `${file}:${problem.line} ${path}${problem.message}`;
  return path === '' ? `${file} ${problem.message}` : `${path}${problem.message}`;
}

/** The path of a key below another: plain names after a dot, others in brackets. */
export function pathOf(parent: string, key: string | number): string {
  if (typeof key === 'number' || /^\d+$/.test(key)) return `${parent}[${key}]`;
  const name = PLAIN_KEY.test(key) ? key : '?';
  return parent === '' ? name : `${parent}.${name}`;
}

/** A path as a JSON Pointer: `a.b[1]` is `/a/b/1`. */
export function pointerOf(path: string): string {
  return path === ''
    ? ''
    : `/${path
        .replace(/\[(\d+)\]/g, '.$1')
        .replace(/^\./, '')
        .replaceAll('.', '/')}`;
}

/** The path of what holds the place; empty for the top. */
export function parentOf(path: string): string {
  return path.replace(/(?:\.[^.[\]]*|\[\d+\]|^[^.[\]]*)$/, '');
}

/**
 * Keys that may be shown. Others are not, since they can hold part of a value (`{token:abc}` in YAML is the key
 * `token:abc`).
 */
export const PLAIN_KEY = /^[A-Za-z_][\w-]{0,63}$/;
