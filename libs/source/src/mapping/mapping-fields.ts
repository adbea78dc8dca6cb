import { Checked, checkOptions, type OptionError } from '#options';
import { allProblems, conditionsProblem, scalarProblem } from './rules/conditions-problem.js';
import { codeProblem } from './readers/emote-codes.js';
import { pathProblem } from './path/path-problem.js';
import { isComparison as isBlock } from './value.js';

/** The decorators of {@link MappingOptions}. Messages name the problem and never quote a value. */

/** A path: see {@link Path}. */
export function IsPath(): PropertyDecorator {
  return Checked(pathProblem, { schema: { type: 'string' } });
}

/**
 * A path, or a block of this class that says more. Problems in the block are told in one sentence;
 * the file's reader reports keys that it does not know, as everywhere.
 */
export function IsValue(classOf: () => new () => object): PropertyDecorator {
  return Checked(valueProblem, { classOf, schema: { type: 'string' } });
}

/** Why a value is neither a path nor a block; `undefined` if it is one. */
export function valueProblem(value: unknown): string | undefined {
  if (typeof value === 'string') return pathProblem(value);
  if (!isBlock(value)) return `${pathProblem(undefined)}, or a block with path, value or default`;
  return blockProblem(value);
}

function blockProblem(block: object): string | undefined {
  const errors = checkOptions(block, 'connect');
  return allProblems(errors.flatMap(problemsOf), (problem) => problem);
}

function problemsOf({ property, constraints, children }: OptionError): string[] {
  const below = (children ?? []).flatMap(problemsOf);
  return [...Object.values(constraints ?? {}), ...below].map((text) => `its ${property} ${text}`);
}

/** A list of at most `countMax` paths. */
export function IsPathList(countMax: number): PropertyDecorator {
  return Checked((value) => {
    if (!Array.isArray(value) || value.length > countMax) {
      return `must be a list of at most ${countMax} paths`;
    }
    return allProblems(value as unknown[], (path, index) => {
      const problem = pathProblem(path);
      return problem === undefined ? undefined : `number ${index + 1} ${problem}`;
    });
  });
}

/** The `when` of a rule. */
export function IsConditions(): PropertyDecorator {
  return Checked((value) => conditionsProblem(value));
}

/**
 * A text, a number, true or false.
 * @param without keys that would be useless beside it.
 */
export function IsScalar(without: readonly string[] = []): PropertyDecorator {
  return Checked((value, owner) => {
    const idle = without.filter((key) => (owner as Record<string, unknown>)[key] !== undefined);
    if (idle.length > 0) return `is always taken: leave out ${idle.join(', ')}, or this`;
    const problem = scalarProblem(value);
    return problem?.startsWith('must') ? 'must be a text, a number, true or false' : problem;
  });
}

/** The most entries of a table. */
const TABLE_MAX = 1000;

/** A table of values that may be found, and their replacements. */
export function IsTable(): PropertyDecorator {
  return Checked((value) => {
    if (!isBlock(value)) return 'must be a block of what is found and what it stands for';
    const entries = Object.entries(value) as [string, unknown][];
    if (entries.length === 0) return 'must have one entry at least';
    if (entries.length > TABLE_MAX) return `must have at most ${TABLE_MAX} entries`;
    const isPlain = entries.every(([, meaning]) => scalarProblem(meaning) === undefined);
    return isPlain ? undefined : 'must have a text, a number, true or false for each entry';
  });
}

/** The most codes of emotes. */
const CODES_MAX = 64;

/** Codes of emotes, such as `[*]`. */
export function IsCodes(): PropertyDecorator {
  return Checked((value) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > CODES_MAX) {
      return `must be a list of one to ${CODES_MAX} codes, such as "[*]"`;
    }
    return allProblems(value as unknown[], (code, index) => {
      const problem = codeProblem(code);
      return problem === undefined ? undefined : `number ${index + 1} ${problem}`;
    });
  });
}
