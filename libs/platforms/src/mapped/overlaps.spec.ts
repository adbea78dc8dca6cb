import type { Mapping } from '#source';
import { hasIds } from './overlaps.js';

const COMMENT = { event: 'comment', id: 'id', user: { id: 'u', name: 'n' }, text: 't' } as const;
const GIFT = { event: 'gift', user: { id: 'u', name: 'n' }, gift: { name: 'g' } } as const;

function mapping(...rules: Mapping['rules']): Mapping {
  return { platform: 'x', rules };
}

describe('two connections of a mapping', () => {
  it('may overlap where all comments and gifts have an id', () => {
    expect(hasIds(mapping(COMMENT))).toBe(true);
    expect(hasIds(mapping(COMMENT, { event: 'viewers', viewers: 'v' }))).toBe(true);
    expect(hasIds(mapping(COMMENT, { ...GIFT, id: 'id' }))).toBe(true);
  });

  it('may not overlap where a comment or gift has no id, or there is neither', () => {
    expect(hasIds(mapping(COMMENT, GIFT))).toBe(false);
    expect(hasIds(mapping({ ...COMMENT, id: undefined }))).toBe(false);
    expect(hasIds(mapping({ event: 'viewers', viewers: 'v' }))).toBe(false);
  });
});
