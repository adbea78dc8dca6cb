import { suggestion } from '#nearest-key';
import { pathProblem } from '../path/path-problem.js';
import { COMPARISON_KEYS, isComparison } from '../value.js';

/** The most conditions of a rule. */
const CONDITIONS_MAX = 16;
/** The most values of a condition. */
const CONDITION_VALUES_MAX = 256;
const CONDITION_TEXT_MAX = 256;
/** The deepest nesting of comparisons. */
const DEPTH_MAX = 4;

/** All problems of a `when`; `undefined` if there are none. Quotes no value. */
export function conditionsProblem(when: unknown, depth = 0): string | undefined {
  if (!isComparison(when)) return 'must be a block of paths and the values that they have';
  const entries = Object.entries(when) as [string, unknown][];
  if (entries.length > CONDITIONS_MAX) return `must have at most ${CONDITIONS_MAX} conditions`;
  return allProblems(entries, ([path, expected], index) => {
    const problem = pathProblem(path) ?? expectedProblem(expected, depth);
    return problem === undefined ? undefined : `number ${index + 1} ${problem}`;
  });
}

function expectedProblem(expected: unknown, depth: number): string | undefined {
  return isComparison(expected) ? comparisonProblem(expected, depth) : valuesProblem(expected);
}

function comparisonProblem(comparison: object, depth: number): string | undefined {
  const entries = Object.entries(comparison) as [string, unknown][];
  if (depth >= DEPTH_MAX) return `has comparisons in one another more than ${DEPTH_MAX} deep`;
  if (entries.length === 0) return `has an empty comparison: it takes ${KEYS}`;
  return allProblems(entries, ([key, expected]) => partProblem(key, expected, depth));
}

function partProblem(key: string, expected: unknown, depth: number): string | undefined {
  switch (key) {
    case 'not':
      return expectedProblem(expected, depth + 1);
    case 'above':
    case 'below':
    case 'atLeast':
    case 'atMost':
      return Number.isFinite(expected) ? undefined : `must have a number for ${key}`;
    case 'includes':
      if (!isComparison(expected)) return valuesProblem(expected);
      if (Object.keys(expected).length === 0) return 'must have a condition for includes';
      return conditionsProblem(expected, depth + 1);
    case 'absent':
      return typeof expected === 'boolean' ? undefined : 'must have true or false for absent';
    default:
      return `has a comparison that is none of ${KEYS}${suggestion(key, COMPARISON_KEYS)}`;
  }
}

function valuesProblem(values: unknown): string | undefined {
  const list = Array.isArray(values) ? (values as unknown[]) : [values];
  if (list.length === 0 || list.length > CONDITION_VALUES_MAX) {
    return `must have one to ${CONDITION_VALUES_MAX} values`;
  }
  for (const value of list) {
    const problem = value === null ? undefined : scalarProblem(value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Why a value is no text, number or boolean that can be kept unchanged. */
export function scalarProblem(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return 'has a number with more digits than a number keeps: put it in quotes';
  }
  if (typeof value === 'string' && value.length > CONDITION_TEXT_MAX) {
    return `has a text longer than ${CONDITION_TEXT_MAX} characters`;
  }
  if (['string', 'number', 'boolean'].includes(typeof value)) return undefined;
  return 'must have a text, a number, true, false, null, a list of them, or a comparison';
}

/** All problems of some items, in one sentence. */
export function allProblems<T>(
  items: readonly T[],
  problemOf: (item: T, index: number) => string | undefined,
): string | undefined {
  const problems = items.map(problemOf).filter((problem) => problem !== undefined);
  return problems.length === 0 ? undefined : problems.slice(0, PROBLEMS_MAX).join('; ');
}

const PROBLEMS_MAX = 20;
const KEYS = COMPARISON_KEYS.join(', ');
