import { isAbout, placeText, pointerOf, problemAt, valueAt, withValueAt } from './draft.js';

describe('a draft', () => {
  it('sets the value at a path, and changes nothing else', () => {
    const before = { a: { b: 1, c: 2 }, d: [1] };
    const after = withValueAt(before, ['a', 'b'], 3);
    expect(after).toEqual({ a: { b: 3, c: 2 }, d: [1] });
    expect(before.a.b).toBe(1);
    expect(after['d']).toBe(before.d);
  });

  it('removes a key whose value is emptied, and blocks that are empty then', () => {
    expect(withValueAt({ a: { b: { c: 1 } }, d: 1 }, ['a', 'b', 'c'], undefined)).toEqual({ d: 1 });
  });

  it('creates the blocks above a new value', () => {
    expect(withValueAt({}, ['source', 'channel'], 'x')).toEqual({ source: { channel: 'x' } });
    expect(valueAt({ source: { channel: 'x' } }, ['source', 'channel'])).toBe('x');
    expect(valueAt({}, ['toString'])).toBeUndefined();
  });

  it('finds the problem of a field by its JSON pointer', () => {
    expect(pointerOf(['a/b', '~'])).toBe('/a~1b/~0');
    const problems = [{ pointer: '/source/mapping/rules/0', detail: 'is wrong' }];
    expect(problemAt(problems, ['source', 'mapping'])).toBe(problems[0]);
    expect(problemAt(problems, ['source', 'map'])).toBeUndefined();
    expect(placeText('/rules/0/when/a~1b')).toBe('rules[0].when.a/b');
  });

  it.each([
    ['/source/url', true],
    ['/source/url/a', true],
    ['/source', true],
    ['', true],
    ['/source/urls', false],
    ['/source/token', false],
    ['/name', false],
  ])('tells which problems a change may have removed: %s', (pointer, may) => {
    expect(isAbout('/source/url', { pointer, detail: '' })).toBe(may);
  });
});
