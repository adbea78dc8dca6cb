import { audienceOf } from './audience.js';

describe('audienceOf', () => {
  it.each([
    [512, 512],
    ['512', 512],
    ['1.2万', 12_000],
    ['10万+', 100_000],
    ['3.05w', 30_500],
    ['1亿', 100_000_000],
    [undefined, 0],
    [null, 0],
  ])('reads %j as %j', (told, count) => {
    expect(audienceOf(told)).toBe(count);
  });

  it.each(['many', '万', '-1', '1.2.3', '1'.repeat(40), {}, [5]])(
    'finds no number in %j',
    (told) => {
      expect(audienceOf(told)).toBeUndefined();
    },
  );
});
