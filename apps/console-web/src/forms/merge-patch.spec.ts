import { mergePatchOf } from './merge-patch.js';

describe('mergePatchOf', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, undefined],
    [{ a: 1 }, { a: 2 }, { a: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }, { b: null }],
    [{ a: { b: [1], c: 1 } }, { a: { b: [1, 2], c: 1 } }, { a: { b: [1, 2] } }],
    [{ a: { b: 1 } }, {}, { a: null }],
    [{}, { a: { b: 1 } }, { a: { b: 1 } }],
  ])('from %j to %j is the patch %j', (before, after, patch) => {
    expect(mergePatchOf(before, after)).toEqual(patch);
  });
});
