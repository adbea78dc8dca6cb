import { shownCount } from './shown-count.js';

describe('shownCount', () => {
  it.each([
    ['512', 512],
    ['1,234', 1234],
    ['1.2万', 12_000],
    ['10万+', 100_000],
    ['3.05w', 30_500],
    ['1亿', 100_000_000],
    ['1.2k', 1200],
    ['3.4M', 3_400_000],
    ['1.2 萬人', 12_000],
    ['１２．５万', 125_000],
  ])('reads %s as %d', (text, count) => {
    expect(shownCount(text)).toBe(count);
  });

  it.each(['many', '万', '-1', '1.2.3', '12.5', '1,2', '1.2万万', '0x10', '', '1'.repeat(40)])(
    'finds no count in %j',
    (text) => {
      expect(shownCount(text)).toBeUndefined();
    },
  );
});
