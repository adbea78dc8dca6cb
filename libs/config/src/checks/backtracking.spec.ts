import { canBacktrack } from './backtracking.js';

describe('canBacktrack', () => {
  it.each([/(a+)+$/u, /(a|a)*b/u, /(\d+)*x/u, /^(?:\w+\s?)+!$/u])(
    'finds that %s can backtrack',
    (expression) => {
      expect(canBacktrack(expression)).toBe(true);
    },
  );

  it.each([/\bv[x信]\s*[:：]/iu, /^\d{5,}$/u, /加微信/u, /a+b+c+/u, /(?:一|二|三)+/u])(
    'finds no backtracking in %s',
    (expression) => {
      expect(canBacktrack(expression)).toBe(false);
    },
  );
});
