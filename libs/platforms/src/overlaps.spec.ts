import type { Mapping } from '#source';
import { hasIds } from './overlaps.js';

const COMMENT = { event: 'comment', id: 'id', user: { id: 'u', name: 'n' }, text: 't' } as const;
const GIFT = { event: 'gift', user: { id: 'u', name: 'n' }, gift: { name: 'g' } } as const;

function mapping(...rules: Mapping['rules']): Mapping {
  return { platform: 'x', rules };
}

describe('whether two connections may overlap by a mapping', () => {
  it('is so where all that is said and given has an id, whatever else there is', () => {
    expect(hasIds(mapping(COMMENT))).toBe(true);
    expect(hasIds(mapping(COMMENT, { event: 'viewers', viewers: 'v' }))).toBe(true);
    expect(hasIds(mapping(COMMENT, { ...GIFT, id: 'id' }))).toBe(true);
  });

  it('is not where something that counts has none, or nothing counts', () => {
    expect(hasIds(mapping(COMMENT, GIFT))).toBe(false);
    expect(hasIds(mapping({ ...COMMENT, id: undefined }))).toBe(false);
    expect(hasIds(mapping({ event: 'viewers', viewers: 'v' }))).toBe(false);
  });
});
