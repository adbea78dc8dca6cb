import { currencyDigits, shownMoney, smallestUnitsOf, textOf } from '#live-event';
import type { FrameSink } from '../../frame.js';
import type { MappingProblem } from '../mapping-problem.js';
import { readerOf, ValueReader, type Reader } from './value-reader.js';
import type { AmountSpec, AmountValue, MoneyForm } from '../value.js';
import { wholeNumber } from '../whole-number.js';

/** Finds a price, in the platform's smallest unit. */
export interface AmountReader {
  /** `undefined` if there is none. A value that is no price is reported to the sink. */
  read(message: object, frame: unknown, sink: FrameSink): unknown;
}

/** Compiles the place of a price, if there is one. */
export function amountReaderOf(
  value: AmountValue | undefined,
  field: string,
): AmountReader | undefined {
  if (value === undefined) return undefined;
  const isMoney = typeof value === 'object' && (value.money ?? value.digits) !== undefined;
  return isMoney ? new MoneyReader(value, field) : new WholeReader(readerOf(value)!, field);
}

/** Finds a price that is a whole number of at least 0. */
class WholeReader implements AmountReader {
  constructor(
    private readonly reader: Reader,
    private readonly field: string,
  ) {}

  read(message: object, frame: unknown, sink: FrameSink): unknown {
    const amount = wholeNumber(this.reader.read(message, frame), sink, this.field);
    if (Number(amount ?? 0) >= 0) return amount;
    sink.malformed('not-money' satisfies MappingProblem, { field: this.field });
    return undefined;
  }
}

const CURRENCY_LENGTH_MAX = 16;
/** The most decimals of any currency. */
export const MONEY_DIGITS_MAX = 18;

/** Money in one of its forms. */
class MoneyReader implements AmountReader {
  readonly #amount: ValueReader;
  readonly #currency: Reader | undefined;
  readonly #form: MoneyForm | undefined;
  readonly #digits: Reader | number | undefined;

  constructor(
    spec: AmountSpec,
    private readonly field: string,
  ) {
    this.#amount = new ValueReader(spec);
    this.#currency = readerOf(spec.currency);
    this.#form = spec.money;
    this.#digits = typeof spec.digits === 'number' ? spec.digits : readerOf(spec.digits);
  }

  read(message: object, frame: unknown, sink: FrameSink): number | undefined {
    const amount = this.#amount.read(message, frame);
    if (amount === undefined || amount === null || amount === '') return undefined;
    const currency = textOf(this.#currency?.read(message, frame), CURRENCY_LENGTH_MAX);
    const exponent = this.#exponent(message, frame, currency);
    // Only amounts in the main unit have decimals.
    const whole = this.#form === 'decimal' || isWhole(amount);
    const units =
      (exponent === undefined ? undefined : smallestUnitsOf(amount, exponent, currency)) ??
      this.#shown(amount, currency);
    if (whole && units !== undefined) return units;
    const problem: MappingProblem = whole ? 'not-money' : 'not-an-integer';
    sink.malformed(problem, { field: this.field });
    return undefined;
  }

  /** As people write it, with their own separators and the currency's sign. */
  #shown(amount: unknown, currency: string): number | undefined {
    return this.#form === 'decimal' && typeof amount === 'string'
      ? shownMoney(amount, currency)
      : undefined;
  }

  /** `undefined` if the message should tell it and does not. */
  #exponent(message: object, frame: unknown, currency: string): number | undefined {
    switch (this.#form) {
      case 'decimal':
        return 0;
      case 'cents':
        return currencyDigits(currency);
      case 'hundredths':
        return 2;
      case 'micros':
        return 6;
      case undefined:
        return digitsOf(
          typeof this.#digits === 'object' ? this.#digits.read(message, frame) : this.#digits,
        );
    }
  }
}

function isWhole(amount: unknown): boolean {
  if (typeof amount === 'number') return Number.isInteger(amount);
  return typeof amount !== 'string' || !amount.includes('.');
}

function digitsOf(value: unknown): number | undefined {
  const digits = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof digits !== 'number' || !Number.isInteger(digits)) return undefined;
  return digits >= 0 && digits <= MONEY_DIGITS_MAX ? digits : undefined;
}
