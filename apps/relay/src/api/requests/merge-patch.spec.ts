import { mergePatch } from './merge-patch.js';

/** The test cases of RFC 7396, appendix A. */
const CASES: readonly (readonly [value: unknown, patch: unknown, becomes: unknown])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('mergePatch', () => {
  it.each(CASES)('makes of %j by %j what RFC 7396 says', (value, patch, becomes) => {
    expect(mergePatch(value, patch)).toEqual(becomes);
  });

  it('takes what stands for a secret for a value, and merges nothing into it', () => {
    const sealed = { source: { url: { sealed: true }, channel: 'a' } };
    const given = { source: { url: { $secret: 'wss://chat.example/?token=x' } } };
    expect(mergePatch(sealed, given)).toEqual({ source: { ...given.source, channel: 'a' } });
    const plain = { source: { url: { of: 'another' } } };
    expect(mergePatch(sealed, plain)).toEqual({ source: { ...plain.source, channel: 'a' } });
    expect(mergePatch(sealed, { source: { url: { sealed: true } } })).toEqual(sealed);
  });

  it('reaches no prototype', () => {
    const patch = JSON.parse('{"__proto__": {"polluted": true}}') as object;
    expect(mergePatch({}, patch)).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });
});
