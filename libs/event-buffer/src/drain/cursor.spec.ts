import * as fc from 'fast-check';
import { cursorAfter, formatCursor, isAfter, parseCursor, START } from './cursor.js';

const largest = 18_446_744_073_709_551_615n;
const entryId = fc
  .tuple(fc.bigInt({ min: 0n, max: largest }), fc.bigInt({ min: 0n, max: largest - 1n }))
  .map(([ms, sequence]) => `${ms}-${sequence}`);

const numbers = (id: string): bigint[] => id.split('-').map(BigInt);

describe('Cursor', () => {
  it('is read from the text that it was stored as', () => {
    fc.assert(
      fc.property(entryId, fc.nat(100), (entry, index) => {
        expect(parseCursor(formatCursor({ entry, index }))).toEqual({ entry, index });
      }),
    );
  });

  it('begins at the start where a target has none yet, or one that nobody wrote', () => {
    expect(parseCursor(undefined)).toBe(START);
    for (const text of ['', '0-0', '1-1:', '1-1:-1', 'x-1:0', '1-1:0 ']) {
      expect(parseCursor(text)).toBe(START);
    }
  });

  it('tells which of two entries came later by their numbers, not by their texts', () => {
    expect(isAfter('10-0', '9-5')).toBe(true);
    expect(isAfter('9-10', '9-9')).toBe(true);
    expect(isAfter('9-9', '9-9')).toBe(false);
    fc.assert(
      fc.property(entryId, entryId, (one, other) => {
        const [[ms, sequence], [otherMs, otherSequence]] = [numbers(one), numbers(other)];
        const isLater = ms === otherMs ? sequence! > otherSequence! : ms! > otherMs!;
        expect(isAfter(one, other)).toBe(isLater);
      }),
    );
  });

  it('moves behind an entry to the next id that Redis could give, exact to the last digit', () => {
    expect(cursorAfter('1700000000000-0')).toEqual({ entry: '1700000000000-1', index: 0 });
    expect(cursorAfter('5-9007199254740993').entry).toBe('5-9007199254740994');
    fc.assert(
      fc.property(entryId, (id) => {
        const [ms, sequence] = id.split('-');
        expect(cursorAfter(id)).toEqual({ entry: `${ms}-${BigInt(sequence!) + 1n}`, index: 0 });
      }),
    );
  });
});
