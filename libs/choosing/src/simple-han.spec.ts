import { SIMPLE_CHARACTERS } from './simple-han.js';

describe('the simple characters for others', () => {
  it('are simple themselves, so that a text is folded once and for all', () => {
    const folded = [...SIMPLE_CHARACTERS].filter(([, simple]) => SIMPLE_CHARACTERS.has(simple));
    expect(folded.map(([other]) => String.fromCharCode(other))).toEqual([]);
  });
});
