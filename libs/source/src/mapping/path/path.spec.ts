import * as fc from 'fast-check';
import { parsePath } from './path-syntax.js';
import { Path } from './path.js';

const document = {
  user: { name: '', nick: 'Ann', badges: [{ name: 'fan' }], level: 0 },
  'a.b': { 'it"s': 1 },
  'x y': 2,
};

describe('Path', () => {
  it.each([
    ['user.nick', 'Ann'],
    ['user.badges.0.name', 'fan'],
    ['user.badges[0].name', 'fan'],
    ['["a.b"][\'it"s\']', 1],
    ["['x y']", 2],
    ['user.name | user.nick', 'Ann'],
    ['nothing|user.name|user.nick', 'Ann'],
    ['user.level | user.nick', 0],
    ['user.name', undefined],
    ['user.nick.length', undefined],
    ['user.badges.1.name', undefined],
    ['user.nick.0', undefined],
  ])('%s reads %j', (path, value) => {
    expect(new Path(path).read(document)).toBe(value);
  });

  it.each([
    ['', 'misses a name, at character 1'],
    ['a.', 'misses a name, at character 3'],
    ['a..b', 'misses a name, at character 3'],
    ['a | ', 'misses a name, at character 5'],
    ['a b', 'has something else than a name, a dot, a bracket or |, at character 3'],
    ['a[', 'has a bracket that is not closed, at character 2'],
    ['a["b]', 'has a bracket that is not closed, at character 2'],
    ['a[b]', 'has a bracket with neither a whole number nor a name in quotes, at character 2'],
    ['a[-1]', 'has a bracket with neither a whole number nor a name in quotes, at character 2'],
    ['a[0]b', 'has something else than a name, a dot, a bracket or |, at character 5'],
    [Array(17).fill('a').join('.'), 'has more than 16 parts, at character 34'],
    [Array(9).fill('a').join('|'), 'has more than 8 alternatives'],
    ['a'.repeat(257), 'is longer than 256 characters'],
  ])('refuses %j and says where', (path, problem) => {
    expect(parsePath(path)).toEqual({ problem });
    expect(() => new Path(path)).toThrow(TypeError);
  });

  it.each(['__proto__', 'constructor', 'toString', 'a.__proto__.x', 'constructor.prototype'])(
    'finds no inherited property by %s',
    (path) => {
      expect(new Path(path).read({ a: {} })).toBeUndefined();
    },
  );

  it('replaces in place, and only what is there', () => {
    const target = JSON.parse('{"a":{"b":"1"},"__proto__":"1"}') as object;
    new Path('a.b | a.c | __proto__').replace(target, () => ({ polluted: true }));
    expect(target).toEqual(
      JSON.parse('{"a":{"b":{"polluted":true}},"__proto__":{"polluted":true}}'),
    );
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });

  it('never throws but for a bad path', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '"', '|', ' ', '0') }),
    );
    fc.assert(
      fc.property(text, fc.jsonValue(), (path, value) => {
        if ('problem' in parsePath(path)) return;
        const read = (): unknown => new Path(path).read(value);
        expect(read).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it('reads any name that is put in quotes', () => {
    const name = fc.string({ maxLength: 50 }).filter((text) => !text.includes('"]'));
    fc.assert(
      fc.property(name, (key) => {
        expect(new Path(`["${key}"]`).read(Object.fromEntries([[key, 7]]))).toBe(7);
      }),
    );
  });
});
