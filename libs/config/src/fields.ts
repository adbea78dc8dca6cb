import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsOptional, ValidateBy, ValidateNested, type ValidationOptions } from 'class-validator';

/**
 * The decorators of the file's classes. Each is one check with one plain sentence for its
 * message, which never holds the value.
 */

/** A text that `matches` (whole), described as in `must be <what>`. */
export function Text(what: string, matches: RegExp = ANY_TEXT): PropertyDecorator {
  return together(
    scalarOf('self', 'string'),
    check(what, (value) => typeof value === 'string' && matches.test(value)),
  );
}

/** A list of texts that all match, at most `countMax` of them. */
export function TextList(what: string, countMax: number, matches = ANY_TEXT): PropertyDecorator {
  return together(
    scalarOf('items', 'string'),
    check(`a list of at most ${countMax} ${what}`, (value) => {
      if (!Array.isArray(value) || value.length > countMax) return false;
      return value.every((item) => typeof item === 'string' && matches.test(item));
    }),
  );
}

/** A whole number within a range. */
export function Whole(min: number, max: number): PropertyDecorator {
  return together(
    scalarOf('self', 'number'),
    check(`a whole number from ${min} to ${max}`, (value) => {
      return Number.isInteger(value) && isWithin(value as number, min, max);
    }),
  );
}

/** A number within a range, with fractions; or `word`, where one is given. */
export function Decimal(min: number, max: number, word?: string): PropertyDecorator {
  const what = `a number from ${min} to ${max}${word === undefined ? '' : `, or ${word}`}`;
  return together(
    scalarOf('self', 'number'),
    check(what, (value) => {
      return (typeof value === 'number' && isWithin(value, min, max)) || isWord(value, word);
    }),
  );
}

/** true or false. */
export function Flag(): PropertyDecorator {
  return together(
    scalarOf('self', 'boolean'),
    check('true or false', (value) => typeof value === 'boolean'),
  );
}

/** One of a closed list. */
export function OneOf(choices: readonly string[]): PropertyDecorator {
  return check(`one of ${choices.join(', ')}`, (value) => choices.includes(value as string));
}

/** A list of some of a closed list. */
export function SomeOf(choices: readonly string[]): PropertyDecorator {
  return check(`a list of some of ${choices.join(', ')}`, (value) => {
    return Array.isArray(value) && value.every((item) => choices.includes(item as string));
  });
}

/** A text that `accepts` accepts. */
export function TextThat(what: string, accepts: (value: unknown) => boolean): PropertyDecorator {
  return together(scalarOf('self', 'string'), check(what, accepts));
}

/** A value of any shape that `accepts` accepts. */
export function ValueThat(what: string, accepts: (value: unknown) => boolean): PropertyDecorator {
  return check(what, accepts);
}

/** A block of keys that is looked at elsewhere. */
export function RawBlock(): PropertyDecorator {
  return check('a block of keys', isBlock);
}

/** A block of keys of its own class. */
export function Block(classOf: (parent: object) => new () => object): PropertyDecorator {
  return together(
    check('a block of keys', isBlock),
    Type((place) => classOf(place?.object ?? {})),
    ValidateNested(),
  );
}

/** A list of blocks of one class. An element that is no block is told by itself. */
export function BlockList(classOf: () => new () => object, countMax: number): PropertyDecorator {
  return together(
    check(`a list of at most ${countMax} blocks of keys`, (value) => {
      return Array.isArray(value) && value.length <= countMax;
    }),
    Type(classOf),
    ValidateNested({ each: true, message: 'must be a block of keys' }),
  );
}

/** May be left out. Every other key is required. */
export function Optional(): PropertyDecorator {
  return IsOptional();
}

/** What a scalar is meant to be: see {@link intendedScalars}. */
export type ScalarKind = 'string' | 'number' | 'boolean';

/**
 * What a property's own value, and the items of its list, are meant to be; `undefined` where
 * nothing is known. It is told by these decorators, else by the property's declared type.
 */
export function intendedScalars(
  prototype: object,
  key: string,
): { self: ScalarKind | undefined; items: ScalarKind | undefined } {
  const told = Reflect.getMetadata(INTENDED, prototype, key) as
    Partial<Record<'self' | 'items', ScalarKind>> | undefined;
  const declared = KINDS.get(Reflect.getMetadata('design:type', prototype, key) as unknown);
  return { self: told?.self ?? declared, items: told?.items };
}

const INTENDED = Symbol('intended scalars');
const KINDS = new Map<unknown, ScalarKind>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
]);
const ANY_TEXT = /^[^]{1,4096}$/;

function scalarOf(where: 'self' | 'items', kind: ScalarKind): PropertyDecorator {
  return Reflect.metadata(INTENDED, { [where]: kind });
}

function check(what: string, validate: (value: unknown) => boolean): PropertyDecorator {
  const options: ValidationOptions = { message: `must be ${what}` };
  return ValidateBy({ name: 'expected', validator: { validate } }, options);
}

function together(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}

export function isBlock(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

function isWord(value: unknown, word: string | undefined): boolean {
  return word !== undefined && value === word;
}
