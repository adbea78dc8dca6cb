/** A text, number or boolean as it stands in the file. */
export type Scalar = string | number | boolean;

/** The place of a value: a path, or a block that says more. */
export type Value = string | ValueSpec;

/** A value that needs more than a path. At least `path` or `value`. */
export interface ValueSpec {
  /** Its path: in the message, or in an element of `each`. */
  readonly path?: string | undefined;
  /** It stands in an element of this array: the first in which `path` finds something. */
  readonly each?: string | undefined;
  /** Only elements of `each` for which this holds. */
  readonly when?: Conditions | undefined;
  /** A constant value. */
  readonly value?: Scalar | undefined;
  /** A table that replaces the values found. A value that is not in it counts as missing. */
  readonly table?: Readonly<Record<string, Scalar>> | undefined;
  /** The value if nothing is found, or nothing visible. */
  readonly default?: Scalar | undefined;
}

/** A text. With `each`, everything that is found, joined. */
export type TextValue = string | TextSpec;

export interface TextSpec extends ValueSpec {
  /** Codes of emotes to remove: each `*` stands for 1 to 64 characters, but no blank. */
  readonly without?: readonly string[] | undefined;
  /** Where the platform marks which parts of the text are emotes: they are removed. */
  readonly emotes?: EmotesSpec | undefined;
}

/** An array that lists the emotes of a text: by their text, or by their position. */
export interface EmotesSpec {
  readonly each: string;
  /** The emote's text, in an element. */
  readonly text?: string | undefined;
  /** The positions of its first and last character in the text, in code points from 0. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A price. Without `money` or `digits`, a whole number of the platform's smallest unit. */
export type AmountValue = string | AmountSpec;

export interface AmountSpec extends ValueSpec {
  readonly money?: MoneyForm | undefined;
  /** In place of `money`: how many digits of the number are decimals. */
  readonly digits?: number | Value | undefined;
  /** The code of the currency, which determines its smallest unit. */
  readonly currency?: Value | undefined;
}

/**
 * `decimal`: in the main unit, such as 4.99 dollars. `cents`: already in the currency's smallest
 * unit. `hundredths` and `micros`: in hundredths and millionths of the main unit, whatever the
 * currency.
 */
export type MoneyForm = (typeof MONEY_FORMS)[number];

export const MONEY_FORMS = ['decimal', 'cents', 'hundredths', 'micros'] as const;

/** Conditions on a message: paths, and the expected values. All must hold. */
export type Conditions = Readonly<Record<string, Expected>>;

/**
 * A value, one of a list of values, or a comparison. Compared as text, so 5 equals "5". `null` and
 * "" match a field that is missing, `null` or empty.
 */
export type Expected = ConditionValue | readonly ConditionValue[] | Comparison;

export type ConditionValue = Scalar | null;

/** All of the given parts must hold. */
export interface Comparison {
  /** None of these values, or not this comparison. A missing field is none of them. */
  readonly not?: Expected | undefined;
  /** For numbers, and texts that hold one; nothing else is above or below anything. */
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
  /** The array has an element that is this value, one of a list, or that meets these conditions. */
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
