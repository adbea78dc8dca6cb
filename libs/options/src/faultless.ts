import { getMetadataStorage } from './class-validator.js';
import type { RepeatedBlocks } from './repeated-blocks.js';

const storage = getMetadataStorage();

/**
 * The arguments with which the library is asked about a class: see `getTargetValidationMetadatas`.
 */
export interface Question {
  readonly always: boolean;
  readonly strictGroups: boolean;
  readonly groups?: string[];
}

/**
 * Whether an instance and the blocks within it have no problem, decided without the library.
 * `false` also means that this function cannot tell: the library then decides, and words the
 * messages. The library makes an error, seven lists and a dozen functions for each key of a class
 * before it knows whether the key is there: for a file with 500 bridges that was a sixth of the
 * start.
 */
export function isFaultless(
  instance: object,
  question: Question,
  repeated?: RepeatedBlocks,
): boolean {
  if (repeated?.isFaultless(instance) === true) return true;
  const keys = keysOf(instance.constructor, question);
  const isSound = keys.every((key) => isRight(instance, key, question, repeated));
  if (isSound) repeated?.foundFaultless(instance);
  return isSound;
}

/** The checks of one property. */
interface Key {
  readonly name: string;
  readonly conditions: readonly ((object: object, value: unknown) => boolean)[];
  readonly checks: readonly ((object: object, value: unknown) => unknown)[];
  readonly nests: boolean;
}

function isRight(
  instance: object,
  key: Key,
  question: Question,
  repeated: RepeatedBlocks | undefined,
): boolean {
  const value = (instance as Record<string, unknown>)[key.name];
  if (!key.conditions.every((holds) => holds(instance, value))) return true;
  if (!key.checks.every((check) => check(instance, value) === true)) return false;
  return !key.nests || value === undefined || nestsRight(value, question, repeated);
}

function nestsRight(
  value: unknown,
  question: Question,
  repeated: RepeatedBlocks | undefined,
): boolean {
  if (Array.isArray(value)) {
    return value.every(
      (each: unknown) => each === undefined || nestsRight(each, question, repeated),
    );
  }
  return value instanceof Object && isFaultless(value, question, repeated);
}

/** Read once for each class and purpose, since every block of a file asks. */
function keysOf(Class: Function, question: Question): readonly Key[] {
  const known = question.strictGroups ? knownStrict : knownAlways;
  const keys = known.get(Class) ?? readKeys(Class, question);
  known.set(Class, keys);
  return keys;
}

const knownStrict = new WeakMap<Function, readonly Key[]>();
const knownAlways = new WeakMap<Function, readonly Key[]>();

function readKeys(Class: Function, { always, strictGroups, groups }: Question): readonly Key[] {
  const all = storage.getTargetValidationMetadatas(Class, '', always, strictGroups, groups);
  return Object.entries(storage.groupByPropertyName(all)).map(([name, metadatas]) => {
    const of = (type: string) => metadatas.filter((metadata) => metadata.type === type);
    const [conditions, checks, nested] = [
      of('conditionalValidation'),
      of('customValidation'),
      of('nestedValidation'),
    ];
    const isKnown = conditions.length + checks.length + nested.length === metadatas.length;
    return {
      name,
      conditions: conditions.map(({ constraints: [holds] }) => holds as Key['conditions'][number]),
      checks: isKnown ? checks.flatMap(checksOf) : [() => false],
      nests: nested.length > 0,
    };
  });
}

type Metadata = ReturnType<typeof storage.getTargetValidationMetadatas>[number];

/** Checks of single elements are left to the library. */
function checksOf({
  constraintCls,
  constraints,
  each,
  propertyName,
  validateIf,
}: Metadata): Key['checks'] {
  if (each || validateIf !== undefined) return [() => false];
  return storage.getTargetValidatorConstraints(constraintCls).map(({ instance }) => {
    return (object, value) => {
      const { name } = object.constructor;
      const asked = { targetName: name, property: propertyName, object, value, constraints };
      return instance.validate(value, asked);
    };
  });
}
