import { GrowingText } from './growing-text.js';

describe('GrowingText', () => {
  it('holds all that was added, in order, however long and in any script', () => {
    const pieces = Array.from(
      { length: 5000 },
      (_, i) => ['a line\n', '一行\n', '👋\n', ''][i % 4]!,
    );
    const text = new GrowingText();
    for (const piece of pieces) text.add(piece);
    expect(String(text.bytes())).toBe(pieces.join(''));
  });

  it('takes a piece that is longer than all before it', () => {
    const text = new GrowingText();
    text.add('x');
    text.add('二'.repeat(100_000));
    expect(String(text.bytes())).toBe(`x${'二'.repeat(100_000)}`);
  });

  it('is empty where nothing was added', () => {
    expect(new GrowingText().bytes()).toHaveLength(0);
  });
});
