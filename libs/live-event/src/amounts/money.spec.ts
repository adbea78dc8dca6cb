import * as fc from 'fast-check';
import { currencyDigits, smallestUnitsOf } from './money.js';

describe('smallestUnitsOf', () => {
  it.each([
    [4.99, 0, 'USD', 499],
    ['3.00', 0, 'usd', 300],
    ['13.37', 0, 'USD', 1337],
    ['1,234.50', 0, 'EUR', 123_450],
    [5, 0, '', 500],
    [500, 0, 'JPY', 500],
    ['1000', 0, 'KRW', 1000],
    ['1.234', 0, 'KWD', 1234],
    ['5000000', 6, 'USD', 500],
    [500_000_000, 6, 'JPY', 500],
    [4_990_000, 6, 'KWD', 4990],
    [1250, 2, 'USD', 1250],
    [50_000, 2, 'JPY', 500],
    ['0.005', 0, 'USD', 1],
    ['0.004', 0, 'USD', 0],
    [0.1 + 0.2, 0, 'USD', 30],
    [1e18, 0, 'USD', 2_147_483_647],
    [0, 0, 'USD', 0],
  ])('makes of %j with %i digits of %s %i', (amount, exponent, currency, units) => {
    expect(smallestUnitsOf(amount, exponent, currency)).toBe(units);
  });

  it.each([
    ['$5.00'],
    ['5,00'],
    ['-1'],
    [-1],
    [''],
    [NaN],
    [Infinity],
    [null],
    [{}],
    [true],
    ['1e3'],
  ])('finds no amount in %p', (amount) => {
    expect(smallestUnitsOf(amount, 0, 'USD')).toBeUndefined();
  });

  it('is exact for every number of cents', () => {
    const cents = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(cents, (value) => {
        expect(smallestUnitsOf(value / 100, 0, 'USD')).toBe(value);
        expect(smallestUnitsOf((value / 100).toFixed(2), 0, 'USD')).toBe(value);
      }),
    );
  });
});

describe('currencyDigits', () => {
  it.each([
    ['USD', 2],
    ['jpy', 0],
    [' KRW ', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['XYZ', 2],
    ['constructor', 2],
  ])('of %s: %i', (currency, digits) => {
    expect(currencyDigits(currency)).toBe(digits);
  });
});
