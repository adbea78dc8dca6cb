import { numeric } from '../numeric.js';
import { Path } from '../path/path.js';
import { isComparison, type Comparison, type Conditions, type ConditionValue } from '../value.js';

/** Tests a value that a path found. */
type Test = (value: unknown, frame: unknown) => boolean;

interface Condition {
  readonly path: Path;
  readonly holds: Test;
}

/** The `when` of a rule, compiled. */
export class RuleConditions {
  readonly #conditions: readonly Condition[];

  constructor(when: Conditions = {}) {
    this.#conditions = Object.entries(when).map(([path, expected]) => ({
      path: new Path(path),
      holds: testOf(expected),
    }));
  }

  /** @param frame what `$` stands for. */
  hold(message: unknown, frame: unknown = message): boolean {
    for (const { path, holds } of this.#conditions) {
      if (!holds(path.read(message, frame), frame)) return false;
    }
    return true;
  }

  /** The value at the first condition's path: the message's kind, in the platform's words. */
  kindOf(message: object, frame: unknown): string {
    return textForm(this.#conditions[0]?.path.read(message, frame)) ?? '';
  }
}

function testOf(expected: Conditions[string]): Test {
  return isComparison(expected) ? comparison(expected) : equalsOneOf([expected].flat());
}

function equalsOneOf(values: readonly ConditionValue[]): Test {
  const texts = values.filter((value) => value !== null && value !== '').map(String);
  const accepted = new Set(texts);
  const acceptsMissing = texts.length < values.length;
  return (value) => {
    if (value === undefined) return acceptsMissing;
    return accepted.has(textForm(value) ?? '');
  };
}

function comparison(expected: Comparison): Test {
  const tests: Test[] = [];
  const { not, above, below, atLeast, atMost, includes, absent } = expected;
  if (not !== undefined) {
    const test = testOf(not);
    tests.push((value, frame) => !test(value, frame));
  }
  if (above !== undefined) tests.push(number((value) => value > above));
  if (below !== undefined) tests.push(number((value) => value < below));
  if (atLeast !== undefined) tests.push(number((value) => value >= atLeast));
  if (atMost !== undefined) tests.push(number((value) => value <= atMost));
  if (includes !== undefined) tests.push(includesOne(includes));
  if (absent !== undefined) tests.push((value) => (value === undefined) === absent);
  return (value, frame) => tests.every((test) => test(value, frame));
}

function number(test: (value: number) => boolean): Test {
  return (value) => {
    const plain = numeric(value);
    if (typeof plain === 'number') return test(plain);
    return typeof plain === 'string' && NUMBER.test(plain) && test(Number(plain));
  };
}

function includesOne(expected: Exclude<Comparison['includes'], undefined>): Test {
  const test = isConditions(expected) ? conditionsOn(expected) : equalsOneOf(listOf(expected));
  return (value, frame) => {
    if (!Array.isArray(value)) return false;
    return value.some((element) => test(element === null ? undefined : element, frame));
  };
}

function listOf(values: ConditionValue | readonly ConditionValue[]): readonly ConditionValue[] {
  return Array.isArray(values) ? (values as readonly ConditionValue[]) : [values as ConditionValue];
}

function conditionsOn(expected: Conditions): Test {
  const conditions = new RuleConditions(expected);
  return (element, frame) => conditions.hold(element, frame);
}

function isConditions(expected: Comparison['includes']): expected is Conditions {
  return typeof expected === 'object' && expected !== null && !Array.isArray(expected);
}

/** `undefined` for objects and arrays: they equal nothing. */
export function textForm(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const NUMBER = /^-?\d{1,20}(?:\.\d{1,15})?$/;
