import { StreakHint } from './streak-hint.js';

const hintOf = (...counts: (string | object | undefined)[]) => {
  const rules = counts.map((count) => ({
    event: 'gift' as const,
    ...(count === undefined ? {} : { combo: { count } }),
  }));
  return new StreakHint(rules);
};

describe('StreakHint', () => {
  it('finds the field of a running count in a frame, also in JSON in a text and in bytes', () => {
    const hint = hintOf(undefined, 'data.gift.combo | repeat[0]');
    expect(hint.isIn('{"data":{"gift":{"combo":3}}}')).toBe(true);
    expect(hint.isIn(String.raw`{"data":"{\"gift\":{\"combo\":3}}"}`)).toBe(true);
    expect(hint.isIn(Buffer.from('{"repeat":[3]}'))).toBe(true);
    expect(hint.isIn(String.raw`{"data":{"gift":{"c\u006fmbo":3}}}`)).toBe(true);
    expect(hint.isIn('{"type":"chat","text":"hi"}')).toBe(false);
  });

  it('rules no frame out where a count is no path, and all where no rule counts', () => {
    expect(hintOf({ from: 'x' }).isIn('{}')).toBe(true);
    expect(hintOf(undefined).isIn('{"combo":3}')).toBe(false);
  });
});
