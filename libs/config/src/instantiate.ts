import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { intendedScalars, isBlock, type ScalarKind } from './fields.js';
import { placeProblem, type FileTree } from './file-tree.js';
import { suggestion } from '#nearest-key';
import { pathOf, PLAIN_KEY, type Problem } from './problem.js';

/** Whether what only connecting needs is asked for: see `SourceDefinition`. */
export type Purpose = 'connect' | 'decode';

export interface Instantiated<T> {
  readonly instance: T;
  readonly problems: readonly Problem[];
}

/**
 * Makes an instance of a decorated class from a part of the file and checks all of it: unknown
 * keys, and what the class's decorators say. Every problem is told, with its path and line.
 *
 * Scalars become what a property is declared as: an unquoted id of digits keeps its text, and a
 * `${PORT}` becomes a number where a number is wanted.
 */
export function instantiate<T extends object>(
  Class: new () => T,
  plain: Record<string, unknown>,
  place: { readonly tree: FileTree; readonly path: string; readonly purpose: Purpose },
): Instantiated<T> {
  const instance = plainToInstance(Class, plain, { enableCircularCheck: false });
  const found: Problem[] = [];
  new Settler(place.tree, found).settle(instance, plain, place.path);
  const errors = validateSync(instance, {
    ...(place.purpose === 'connect'
      ? { groups: ['connect'], always: true }
      : { strictGroups: true }),
    forbidUnknownValues: false,
    validationError: { target: false, value: true },
  });
  for (const error of errors) collect(error, place.path, found);
  return { instance, problems: found.map((problem) => placeProblem(problem, place.tree)) };
}

/** A class with it takes keys that it does not know: an earlier problem explains them. */
export const OPEN = Symbol('takes any keys');

/** Walks an instance beside the plain values that it was made from. */
class Settler {
  readonly #tree: FileTree;
  readonly #problems: Problem[];

  constructor(tree: FileTree, problems: Problem[]) {
    this.#tree = tree;
    this.#problems = problems;
  }

  settle(instance: object, plain: Record<string, unknown>, path: string): void {
    const known = knownKeys(instance);
    if (known.size === 0) return;
    const fields = instance as Record<string, unknown>;
    for (const key of Object.keys(plain)) {
      const child = pathOf(path, key);
      if (!known.has(key)) {
        if (!(OPEN in instance)) this.#problems.push(unknownKey(key, child, path, known));
        continue;
      }
      const { self, items } = intendedScalars(Object.getPrototypeOf(instance) as object, key);
      fields[key] = this.#settleValue(fields[key], plain[key], child, self, items);
    }
  }

  #settleValue(
    value: unknown,
    plain: unknown,
    path: string,
    self: ScalarKind | undefined,
    items: ScalarKind | undefined,
  ): unknown {
    if (Array.isArray(value) && Array.isArray(plain)) {
      return value.map((item, index) => {
        return this.#settleValue(item, plain[index], pathOf(path, index), items, undefined);
      });
    }
    if (isBlock(value) && isBlock(plain)) this.settle(value, plain, path);
    return this.#scalar(value, path, self);
  }

  #scalar(value: unknown, path: string, kind: ScalarKind | undefined): unknown {
    const origin = this.#tree.scalars.get(path);
    if (kind === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
      return origin?.written ?? String(value);
    }
    if (typeof value !== 'string' || origin?.whole !== true) return value;
    if (kind === 'number' && NUMBER.test(value)) return Number(value);
    if (kind === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
    return value;
  }
}

const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;

/** The keys that any decorator of the class mentions, whatever its group. */
function knownKeys(instance: object): ReadonlySet<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(
    instance.constructor,
    '',
    false,
    false,
  );
  return new Set(metadata.map(({ propertyName }) => propertyName));
}

function unknownKey(
  key: string,
  path: string,
  parent: string,
  known: ReadonlySet<string>,
): Problem {
  if (!PLAIN_KEY.test(key)) {
    const message = 'has a key that is not a plain name; perhaps a space is missing after a colon';
    return { path: parent, message };
  }
  return { path, message: `is not a known key${suggestion(key, known)}` };
}

function collect(error: ValidationError, parent: string, problems: Problem[]): void {
  const path = pathOf(parent, error.property);
  const { isDefined, ...constraints } = error.constraints ?? {};
  const [message = isDefined] = Object.values(constraints);
  if (message === undefined) {
    for (const child of error.children ?? []) collect(child, path, problems);
    return;
  }
  const missing = error.value === undefined || error.value === null;
  const expected = message === isDefined ? '' : withoutName(message, error.property);
  problems.push({ path, message: missing ? join('is missing', expected) : expected });
}

function join(what: string, expected: string): string {
  return expected === '' ? what : `${what}; it ${expected}`;
}

/** class-validator's own messages begin with the property's name, which the path already says. */
function withoutName(message: string, property: string): string {
  if (message.startsWith(`${property} `)) return message.slice(property.length + 1);
  return message.replace(`each value in ${property} `, 'each of its values ');
}
