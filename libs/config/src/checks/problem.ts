import { createHash } from 'node:crypto';

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

/**
 * The path of a key below another: plain names after a dot, numbers in brackets. A key that may not be
 * shown has a mark of its own, so that what is known of two of them is kept apart: see {@link shown}.
 */
export function pathOf(parent: string, key: string | number): string {
  if (typeof key === 'number' || /^\d+$/.test(key)) return `${parent}[${key}]`;
  const name = PLAIN_KEY.test(key) ? key : `?${markOf(key)}`;
  return parent === '' ? name : `${parent}.${name}`;
}

/** The problem, or caution, as it may be shown: with `?` for each key that may not. */
export function shown<T extends Problem>(problem: T): T {
  if (!problem.path.includes('?')) return problem;
  return { ...problem, path: problem.path.replace(MARKS, '?') };
}

function markOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, MARK_LENGTH);
}

/** Long enough that no two keys of a file have the same. */
const MARK_LENGTH = 24;
const MARKS = new RegExp(`\\?[0-9a-f]{${MARK_LENGTH}}`, 'g');

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
