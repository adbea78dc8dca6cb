import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { MONEY_DIGITS_MAX } from './amount-reader.js';
import {
  expected,
  IsCodes,
  IsConditions,
  IsPath,
  IsScalar,
  IsTable,
  IsValue,
} from './mapping-fields.js';
import { pathProblem } from './path-problem.js';
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
  @ValidateIf(
    ({ path, value, each }: ValueSpec) => path !== undefined || (value ?? each) === undefined,
  )
  @IsPath()
  readonly path?: string;

  @ValidateIf(({ each, when }: ValueSpec) => each !== undefined || when !== undefined)
  @IsPath()
  readonly each?: string;

  @IsOptional()
  @IsConditions()
  readonly when?: Conditions;

  @IsOptional()
  @IsScalar()
  readonly value?: Scalar;

  @IsOptional()
  @IsTable()
  readonly table?: Readonly<Record<string, Scalar>>;

  @IsOptional()
  @IsScalar()
  readonly default?: Scalar;
}

/** {@link EmotesSpec}, validated. */
export class EmotesOptions implements EmotesSpec {
  @IsPath()
  readonly each!: string;

  @IsOptional()
  @IsPath()
  readonly text?: string;

  @ValidateIf(({ from, to }: EmotesSpec) => from !== undefined || to !== undefined)
  @IsPath()
  readonly from?: string;

  @ValidateIf(({ from, to }: EmotesSpec) => from !== undefined || to !== undefined)
  @IsPath()
  readonly to?: string;
}

/** {@link TextSpec}, validated. */
export class TextOptions extends ValueOptions implements TextSpec {
  @IsOptional()
  @IsCodes()
  readonly without?: string[];

  @IsOptional()
  @IsObject({ message: 'must be a block with the path each, and text, or from and to' })
  @ValidateNested()
  @Type(() => EmotesOptions)
  readonly emotes?: EmotesOptions;
}

/** {@link AmountSpec}, validated. */
export class AmountOptions extends ValueOptions implements AmountSpec {
  @IsOptional()
  @IsIn(MONEY_FORMS, { message: `must be one of ${MONEY_FORMS.join(', ')}` })
  readonly money?: MoneyForm;

  @IsOptional()
  @Type(() => ValueOptions)
  @expected(digitsProblem)
  readonly digits?: number | string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly currency?: string | ValueOptions;
}

function digitsProblem(value: unknown): string | undefined {
  if (typeof value === 'string') return pathProblem(value);
  if (isBlock(value)) return undefined;
  const isCount =
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MONEY_DIGITS_MAX;
  return isCount ? undefined : `must be a whole number from 0 to ${MONEY_DIGITS_MAX}, or a path`;
}
