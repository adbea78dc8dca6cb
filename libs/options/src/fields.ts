import 'reflect-metadata';
import type { ValidationArguments, ValidationOptions } from 'class-validator';
import { IsOptional, ValidateBy, ValidateIf, ValidateNested } from './class-validator.js';
import { describeKey, type JsonSchema } from './key-schema.js';
import { nests, staysAsWritten } from './nesting.js';
import { scalarOf } from './scalars.js';

/**
 * The decorators of option classes: what a block of the file, of a source or of the API takes. Each
 * is one check with one plain sentence for its message, which never holds the value, and a part of
 * the JSON Schema of its class.
 */

/** When a check applies: always, or only if a source is connected and not just decoded. */
export type Asked = Pick<ValidationOptions, 'groups'>;

/** For keys that only connecting needs: `decode` does not ask for them. */
export const TO_CONNECT: Asked = { groups: ['connect'] };

/** A text that matches `matches` as a whole; the message is `must be <what>`. */
export function Text(what: string, matches = ANY_TEXT, asked: Asked = {}): PropertyDecorator {
  return together(
    scalarOf('self', 'string'),
    describeKey({ description: what, ...schemaOf(matches) }),
    check(what, (value) => typeof value === 'string' && matches.test(value), asked),
  );
}

/** A list of texts that all match, at most `countMax` of them. */
export function TextList(what: string, countMax: number, matches = ANY_TEXT): PropertyDecorator {
  return together(
    scalarOf('items', 'string'),
    describeKey({
      type: 'array',
      description: what,
      maxItems: countMax,
      items: schemaOf(matches),
    }),
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
    describeKey({ type: 'integer', minimum: min, maximum: max }),
    check(`a whole number from ${min} to ${max}`, (value) => {
      return Number.isInteger(value) && isWithin(value as number, min, max);
    }),
  );
}

/** A number within a range, with fractions; also `word`, if one is given. */
export function Decimal(min: number, max: number, word?: string): PropertyDecorator {
  const what = `a number from ${min} to ${max}${word === undefined ? '' : `, or ${word}`}`;
  const number = { type: 'number', minimum: min, maximum: max };
  return together(
    scalarOf('self', 'number'),
    describeKey(word === undefined ? number : { anyOf: [number, { const: word }] }),
    check(what, (value) => {
      return (typeof value === 'number' && isWithin(value, min, max)) || isWord(value, word);
    }),
  );
}

/** true or false. */
export function Flag(): PropertyDecorator {
  return together(
    scalarOf('self', 'boolean'),
    describeKey({ type: 'boolean' }),
    check('true or false', (value) => typeof value === 'boolean'),
  );
}

/** One of a closed list of words. */
export function OneOf(choices: readonly string[]): PropertyDecorator {
  return together(
    describeKey({ type: 'string', enum: choices }),
    check(`one of ${choices.join(', ')}`, (value) => choices.includes(value as string)),
  );
}

/** A list of words from a closed list. */
export function SomeOf(choices: readonly string[]): PropertyDecorator {
  return together(
    describeKey({ type: 'array', items: { type: 'string', enum: choices } }),
    check(`a list of some of ${choices.join(', ')}`, (value) => {
      return Array.isArray(value) && value.every((item) => choices.includes(item as string));
    }),
  );
}

/** A text that `accepts` accepts. */
export function TextThat(
  what: string,
  accepts: (value: unknown) => boolean,
  asked: Asked = {},
): PropertyDecorator {
  return together(
    scalarOf('self', 'string'),
    describeKey({ type: 'string', description: what }),
    check(what, accepts, asked),
  );
}

/**
 * A value of any shape that `accepts` accepts.
 * @param schema what JSON Schema can express of it.
 */
export function ValueThat(
  what: string,
  accepts: (value: unknown) => boolean,
  { asked = {}, schema = {} }: { readonly asked?: Asked; readonly schema?: JsonSchema } = {},
): PropertyDecorator {
  return together(describeKey({ description: what, ...schema }), check(what, accepts, asked));
}

/**
 * A value of any shape, with its own message for each kind of problem.
 * @param problemOf `undefined` if nothing is wrong; otherwise a sentence such as `must be a path`,
 *   which names the place within the value and never quotes the value. Its second argument is the
 *   block that the value is in.
 * @param classOf the class that a block becomes before `problemOf` sees it; needed if the value may
 *   be a block.
 */
export function Checked(
  problemOf: (value: unknown, owner: object) => string | undefined,
  {
    asked = {},
    schema = {},
    classOf,
  }: {
    readonly asked?: Asked;
    readonly schema?: JsonSchema;
    readonly classOf?: () => new () => object;
  } = {},
): PropertyDecorator {
  const decorator = ValidateBy(
    {
      name: 'checked',
      validator: {
        validate: (value, about) => problemOf(value, about?.object ?? {}) === undefined,
        defaultMessage: (about?: ValidationArguments) =>
          problemOf(about?.value, about?.object ?? {}) ?? '',
      },
    },
    asked,
  );
  return classOf === undefined
    ? together(describeKey(schema), decorator)
    : together(describeKey(schema), nests({ classOf, isList: false, isOnly: false }), decorator);
}

/** A block of keys that is checked elsewhere, and stays the object that is given. */
export function RawBlock(): PropertyDecorator {
  return together(
    describeKey({ type: 'object' }),
    staysAsWritten(),
    check('a block of keys', isBlock),
  );
}

/**
 * A block of keys with a class of its own.
 * @param classOf takes the enclosing block, as it was written.
 */
export function Block(
  classOf: (parent: object) => new () => object,
  what = 'a block of keys',
): PropertyDecorator {
  return together(
    check(what, isBlock),
    nests({ classOf, isList: false, isOnly: true }),
    ValidateNested(),
  );
}

/** A list of blocks of one class. An element that is no block is a problem of its own. */
export function BlockList(
  classOf: () => new () => object,
  countMax: number,
  { countMin = 0, what = 'blocks of keys' } = {},
): PropertyDecorator {
  const counts = countMin === 0 ? `at most ${countMax}` : `${countMin} to ${countMax}`;
  return together(
    check(`a list of ${counts} ${what}`, (value) => {
      return Array.isArray(value) && isWithin(value.length, countMin, countMax);
    }),
    describeKey({ minItems: countMin, maxItems: countMax }),
    nests({ classOf, isList: true, isOnly: true }),
    ValidateNested({ each: true, message: 'must be a block of keys' }),
  );
}

/** May be left out. Every other key is required. */
export function Optional(asked: Asked = {}): PropertyDecorator {
  return together(describeKey({}, { isOptional: true }), IsOptional(asked));
}

/** Checked only if the enclosing block says so; otherwise it may be left out. */
export function OnlyIf(holds: (options: never) => boolean, asked: Asked = {}): PropertyDecorator {
  return together(
    describeKey({}, { isOptional: true }),
    ValidateIf((options: object) => holds(options as never), asked),
  );
}

const ANY_TEXT = /^[^]{1,4096}$/;

function schemaOf(matches: RegExp): JsonSchema {
  return matches === ANY_TEXT
    ? { type: 'string', minLength: 1, maxLength: 4096 }
    : { type: 'string', pattern: matches.source };
}

function check(
  what: string,
  validate: (value: unknown) => boolean,
  asked: Asked = {},
): PropertyDecorator {
  const options: ValidationOptions = { message: `must be ${what}`, ...asked };
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
