import { ValidateBy, type ValidationArguments } from 'class-validator';
import { parsePath } from './path-syntax.js';

/** The decorators of {@link MappingOptions}. Messages name what is wrong and never quote a value. */

/** A path: see {@link Path}. */
export function IsPath(): PropertyDecorator {
  return expected(pathProblem);
}

/** A list of at most `countMax` paths. */
export function IsPathList(countMax: number): PropertyDecorator {
  return expected((value) => {
    if (!Array.isArray(value) || value.length > countMax) {
      return `must be a list of at most ${countMax} paths`;
    }
    return firstProblem(value, (path, index) => {
      const problem = pathProblem(path);
      return problem === undefined ? undefined : `number ${index + 1} ${problem}`;
    });
  });
}

/** How many conditions a rule may have. */
export const CONDITIONS_MAX = 16;
/** How many values a condition may name. */
export const CONDITION_VALUES_MAX = 256;
const CONDITION_TEXT_MAX = 256;

/** The `when` of a rule. */
export function IsConditions(): PropertyDecorator {
  return expected((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return 'must be a block of paths and the values that they have';
    }
    const entries = Object.entries(value);
    if (entries.length > CONDITIONS_MAX) return `must have at most ${CONDITIONS_MAX} conditions`;
    return firstProblem(entries, ([path, values], index) => {
      const problem = pathProblem(path) ?? valuesProblem(values);
      return problem === undefined ? undefined : `number ${index + 1} ${problem}`;
    });
  });
}

function pathProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a path, such as user.name or a.b | c[0]';
  const parsed = parsePath(value);
  return 'problem' in parsed
    ? `must be a path, such as user.name or a.b | c[0]; it ${parsed.problem}`
    : undefined;
}

function valuesProblem(values: unknown): string | undefined {
  const list = Array.isArray(values) ? (values as unknown[]) : [values];
  if (list.length === 0 || list.length > CONDITION_VALUES_MAX) {
    return `must have one to ${CONDITION_VALUES_MAX} values`;
  }
  return firstProblem(list, (value) => {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return 'has a number with more digits than a number keeps: put it in quotes';
    }
    if (typeof value === 'string' && value.length > CONDITION_TEXT_MAX) {
      return `has a text longer than ${CONDITION_TEXT_MAX} characters`;
    }
    const isScalar = value === null || ['string', 'number', 'boolean'].includes(typeof value);
    return isScalar
      ? undefined
      : 'must have a text, a number, true, false, null, or a list of them';
  });
}

function firstProblem<T>(
  items: readonly T[],
  problemOf: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const problem = problemOf(item, index);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function expected(problemOf: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name: 'expected',
    validator: {
      validate: (value) => problemOf(value) === undefined,
      defaultMessage: (about?: ValidationArguments) => problemOf(about?.value) ?? '',
    },
  });
}
