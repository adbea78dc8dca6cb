import { parsePath } from './path-syntax.js';

/** Why a value is not a path; `undefined` if it is one. Quotes nothing. */
export function pathProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be ${EXAMPLE}`;
  const parsed = parsePath(value);
  return 'problem' in parsed ? `must be ${EXAMPLE}; it ${parsed.problem}` : undefined;
}

const EXAMPLE = 'a path, such as user.name or a.b | c[0]';
