import { Block, Checked, OneOf, OnlyIf, Optional } from '#options';
import { MONEY_DIGITS_MAX } from './readers/amount-reader.js';
import {
  IsCodes,
  IsConditions,
  IsPath,
  IsScalar,
  IsTable,
  valueProblem,
} from './mapping-fields.js';
import { pathProblem } from './path/path-problem.js';
import {
  isComparison as isBlock,
  MONEY_FORMS,
  type AmountSpec,
  type Conditions,
  type EmotesSpec,
  type MoneyForm,
  type Scalar,
  type TextSpec,
  type ValueSpec,
} from './value.js';

/** {@link ValueSpec}, validated. */
export class ValueOptions implements ValueSpec {
  @OnlyIf(({ path, value, each }: ValueSpec) => path !== undefined || (value ?? each) === undefined)
  @IsPath()
  readonly path?: string;

  @OnlyIf(({ each, when }: ValueSpec) => each !== undefined || when !== undefined)
  @IsPath()
  readonly each?: string;

  @Optional()
  @IsConditions()
  readonly when?: Conditions;

  @Optional()
  @IsScalar(['path', 'each', 'table', 'default'])
  readonly value?: Scalar;

  @Optional()
  @IsTable()
  readonly table?: Readonly<Record<string, Scalar>>;

  @Optional()
  @IsScalar()
  readonly default?: Scalar;
}

/** {@link EmotesSpec}, validated. */
class EmotesOptions implements EmotesSpec {
  @IsPath()
  readonly each!: string;

  @Optional()
  @IsPath()
  readonly text?: string;

  @OnlyIf(({ from, to }: EmotesSpec) => from !== undefined || to !== undefined)
  @IsPath()
  readonly from?: string;

  @OnlyIf(({ from, to }: EmotesSpec) => from !== undefined || to !== undefined)
  @IsPath()
  readonly to?: string;
}

/** {@link TextSpec}, validated. */
export class TextOptions extends ValueOptions implements TextSpec {
  @Optional()
  @IsCodes()
  readonly without?: string[];

  @Optional()
  @Block(() => EmotesOptions, 'a block with the path each, and text, or from and to')
  readonly emotes?: EmotesOptions;
}

/** {@link AmountSpec}, validated. */
export class AmountOptions extends ValueOptions implements AmountSpec {
  @Optional()
  @OneOf(MONEY_FORMS)
  readonly money?: MoneyForm;

  @Optional()
  @Checked(digitsProblem, { classOf: () => ValueOptions })
  readonly digits?: number | string | ValueOptions;

  @Optional()
  @Checked(currencyProblem, { classOf: () => ValueOptions, schema: { type: 'string' } })
  readonly currency?: string | ValueOptions;
}

function currencyProblem(value: unknown, owner: object): string | undefined {
  if (typeof value === 'string' && /^[A-Z]{3}$/.test(value)) {
    return 'is a path: one that is always the same is { value: … }';
  }
  const { money, digits } = owner as AmountSpec;
  const isIdle = money === undefined && digits === undefined;
  return isIdle ? 'is of use with money or digits alone' : valueProblem(value);
}

function digitsProblem(value: unknown, owner: object): string | undefined {
  const isIdle = (owner as AmountSpec).money !== undefined;
  return wrongDigits(value) ?? (isIdle ? 'stand in place of money: give one of them' : undefined);
}

function wrongDigits(value: unknown): string | undefined {
  if (typeof value === 'string') return pathProblem(value);
  if (isBlock(value)) return undefined;
  const isCount =
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MONEY_DIGITS_MAX;
  return isCount ? undefined : `must be a whole number from 0 to ${MONEY_DIGITS_MAX}, or a path`;
}
