import * as fc from 'fast-check';
import { paidAmount, smallestUnits } from './paid-amount.js';

describe('paidAmount', () => {
  it.each([
    ['$5.00', 500],
    ['US$12', 1200],
    ['CA$1,234.50', 123_450],
    ['1.234,50 €', 123_450],
    ['5,00 €', 500],
    ['€2.5', 250],
    ['¥1,000', 1000],
    ['₩10,000', 10_000],
    ['10 USD', 1000],
    ['500 JPY', 500],
    ['R$ 20,00', 2000],
    ['7.5', 750],
    ['5,00\u00A0$US', 500],
    ['$50.00 USD', 5000],
    ['30元', 3000],
    ['￥30', 30],
    ['500円', 500],
    ['1,000원', 1000],
    ['20,00 zł', 2000],
    ['50 kr.', 5000],
    ['Rp 15.000', 1_500_000],
    ['$1.5K', 150_000],
    ['KWD 2.50', 2500],
    ['₿0.00021', 21_000],
    ['0.001 BTC', 100_000],
    ['1 234,50 kr', 123_450],
    ['2 500 ₽', 250_000],
    ['2\u202F500,75\u00A0€', 250_075],
    ['10\u2009000 JPY', 10_000],
    ["CHF 1'250.50", 125_050],
    ['＄５．００', 500],
    ['￥１，０００', 1000],
    ['₹1,00,000', 10_000_000],
    ['\u200f٥٫٠٠ US$', 500],
    ['๒๐ บาท', 2000],
    ['\u200f١٢٫٥٠ ج.م.\u200f', 1250],
    ['د.إ. ٥٠', 5000],
    ['١٬٢٣٤٫٥٠ ر.س.', 123_450],
    ['KWD 1.500', 1500],
    ['1,500 د.ك.', 1500],
    ['KWD 1,234.500', 1_234_500],
    ['20,- €', 2000],
    ['49,– Kč', 4900],
    ['Fr. 20.50', 2050],
    ['S/ 10.00', 1000],
    ['5 usd', 500],
    ['Rs 200', 20_000],
    ['۵۰٬۰۰۰ تومان', 5_000_000],
    ['CLP$1.000', 1000],
    ['$1.000 CLP', 1000],
    ['¥1,000 JPY', 1000],
    ['$500 COP', 50_000],
  ])('reads %s as money', (text, value) => {
    expect(paidAmount(text)).toEqual({ kind: 'money', value });
  });

  it.each([
    ['500 bits', 500, 'bits'],
    ['300 coins', 300, 'coins'],
    ['1 YouTube Gift', 1, 'YouTube Gift'],
    ['1,500 Jewels', 1500, 'Jewels'],
    ['3 玫瑰', 3, '玫瑰'],
    ['Rose x5', 5, 'Rose'],
    ['Heart Me ×2', 2, 'Heart Me'],
    ['Rose * 5', 5, 'Rose'],
    ['5x Rose', 5, 'Rose'],
    ['5 x Rose', 5, 'Rose'],
    ['10K coins', 10_000, 'coins'],
    ['1.5万 金币', 15_000, '金币'],
    ['3 kisses', 3, 'kisses'],
    ['1 💎', 1, '💎'],
    ['1.000 Starvies', 1000, 'Starvies'],
    ['1 000 coins', 1000, 'coins'],
    ['５ 玫瑰', 5, '玫瑰'],
  ])('reads %s as things', (text, count, unit) => {
    expect(paidAmount(text)).toEqual({ kind: 'things', count, unit });
  });

  it.each(['', 'Rose', 'Tier 1 sub 3', 'Tier 1', 'since 2019', '-', 'x'.repeat(100), '$'])(
    'finds no amount in %j',
    (text) => {
      expect(paidAmount(text)).toBeUndefined();
    },
  );

  it('returns a whole amount or nothing, whatever the input', () => {
    const unit = fc.constantFrom('1', '0', '9', '.', ',', ' ', '$', '€', 'a', 'USD', '\n');
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const paid = paidAmount(text);
        const number = paid?.kind === 'things' ? paid.count : (paid?.value ?? 0);
        expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('smallestUnits', () => {
  it('knows the currencies without cents', () => {
    expect(smallestUnits(4.99, '$')).toBe(499);
    expect(smallestUnits(500, '¥')).toBe(500);
    expect(smallestUnits(500, 'jpy')).toBe(500);
  });
});
