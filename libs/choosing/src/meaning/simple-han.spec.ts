import { SIMPLE_CHARACTERS } from './simple-han.js';

describe('SIMPLE_CHARACTERS', () => {
  it('maps to no character that it maps further, so that one pass over a text is enough', () => {
    const folded = [...SIMPLE_CHARACTERS].filter(([, simple]) => SIMPLE_CHARACTERS.has(simple));
    expect(folded.map(([other]) => String.fromCharCode(other))).toEqual([]);
  });
});
