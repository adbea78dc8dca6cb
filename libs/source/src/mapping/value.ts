/** A text, number or boolean as it stands in the file. */
export type Scalar = string | number | boolean;

/** Where a value comes from: a path, or a block that says more. */
export type Value = string | ValueSpec;

/** A value that a path alone cannot tell. At least `path` or `value`. */
export interface ValueSpec {
  /** Where it stands: in the message, or in an element of `each`. */
  readonly path?: string | undefined;
  /** It stands in one of the elements of this array: the first in which `path` finds something. */
  readonly each?: string | undefined;
  /** Only the elements of `each` for which this holds. */
  readonly when?: Conditions | undefined;
  /** It is always this. */
  readonly value?: Scalar | undefined;
  /** A table of values found, and what each stands for. A value that is not in it counts as missing. */
  readonly table?: Readonly<Record<string, Scalar>> | undefined;
  /** The value where nothing is found, or nothing visible. */
  readonly default?: Scalar | undefined;
}

/** A text. With `each`, it is all that is found, one after another. */
export type TextValue = string | TextSpec;

export interface TextSpec extends ValueSpec {
  /** Codes of emotes that are taken out: each `*` stands for 1 to 64 characters, but no blank. */
  readonly without?: readonly string[] | undefined;
  /** Where the platform says which parts of the text are emotes: they are taken out. */
  readonly emotes?: EmotesSpec | undefined;
}

/** An array that names the emotes of a text: by what is written, or by where it stands. */
export interface EmotesSpec {
  readonly each: string;
  /** What is written for it, in an element. */
  readonly text?: string | undefined;
  /** The places of its first and its last character in the text, in code points from 0. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A price. Without `money` or `digits`, a whole number of the platform's smallest unit. */
export type AmountValue = string | AmountSpec;

export interface AmountSpec extends ValueSpec {
  readonly money?: MoneyForm | undefined;
  /** In place of `money`: how many digits of the number stand behind the main unit's point. */
  readonly digits?: number | Value | undefined;
  /** The code of the currency, which decides what its smallest unit is. */
  readonly currency?: Value | undefined;
}

/**
 * `decimal`: in the main unit, such as 4.99 dollars. `cents`: in the currency's smallest unit
 * already. `hundredths` and `micros`: in hundredths and millionths of the main unit, whatever the
 * currency.
 */
export type MoneyForm = (typeof MONEY_FORMS)[number];

export const MONEY_FORMS = ['decimal', 'cents', 'hundredths', 'micros'] as const;

/** What must hold of a message: paths, and what is expected there. All must hold. */
export type Conditions = Readonly<Record<string, Expected>>;

/**
 * A value, one of a list of values, or what a value is compared with. Compared by their text, so 5
 * and "5" are the same. `null` and "" hold where the field is missing, `null` or empty.
 */
export type Expected = ConditionValue | readonly ConditionValue[] | Comparison;

export type ConditionValue = Scalar | null;

/** All of what is said must hold. */
export interface Comparison {
  /** None of these, or not this comparison. A field that is missing is none of them. */
  readonly not?: Expected | undefined;
  /** Numbers, and texts that hold one; nothing else is above or below anything. */
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
  /** An array has an element that is this value, one of a list, or for which conditions hold. */
  readonly includes?: ConditionValue | readonly ConditionValue[] | Conditions | undefined;
  /** True: the field is missing, `null` or empty. False: it is there. */
  readonly absent?: boolean | undefined;
}

/** The keys of a {@link Comparison}. */
export const COMPARISON_KEYS = [
  'not',
  'above',
  'below',
  'atLeast',
  'atMost',
  'includes',
  'absent',
] as const satisfies readonly (keyof Comparison)[];

export function isComparison(expected: unknown): expected is Comparison {
  return typeof expected === 'object' && expected !== null && !Array.isArray(expected);
}
