import * as fc from 'fast-check';
import { interpolate } from '../values/interpolate.js';
import { ending } from '../../../../test/support/ending.js';
import { FILE_BYTES_MAX, readYaml } from './read-yaml.js';

function read(text: string, environment: Record<string, string> = {}) {
  const written = readYaml(text);
  const { tree, problems } = interpolate(written.tree, environment);
  return { root: tree.root, tree, problems: [...written.problems, ...problems] };
}

describe('readYaml', () => {
  it('reads blocks, lists and scalars', () => {
    const { root, problems } = read('a: { b: [1, true, null, "1"] }\nc: text # not this');
    expect(problems).toEqual([]);
    expect(root).toEqual({ a: { b: [1, true, null, '1'] }, c: 'text' });
  });

  it("resolves aliases and merge keys, where the block's own keys win", () => {
    const text = `
x-base: &base { type: chat, url: ws://one }
x-more: &more { url: ws://two, token: t }
one: { <<: *base, url: ws://own }
two: { <<: [*base, *more] }
three: *base
`;
    expect(read(text).root).toMatchObject({
      one: { type: 'chat', url: 'ws://own' },
      two: { type: 'chat', url: 'ws://one', token: 't' },
      three: { type: 'chat', url: 'ws://one' },
    });
  });

  it('refuses an alias bomb at once', () => {
    const levels = Array.from({ length: 20 }, (_, level) => {
      return `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(10)}]`;
    });
    const { problems } = read(`l0: &l0 [x]\n${levels.join('\n')}`);
    expect(problems[0]?.message).toContain('more than 200000 values');
    expect(problems.length).toBeLessThan(5);
  });

  it('refuses an alias of a block in itself', () => {
    expect(read('a: &a { b: *a }').problems[0]?.message).toContain('too many levels');
  });

  it.each(['[', '{a: ', '- ', '? ', '- ? '])('refuses endless %j, however long', (opening) => {
    for (const depth of [40, 5000, 50_000]) {
      expect(read(`a:\n ${opening.repeat(depth)}`).problems[0]?.message).toContain('levels');
    }
  });

  it.each([
    ['escapes that do not exist', (i: number) => `a${i}: "${'\\q'.repeat(250)}"\n`],
    ['brackets that close nothing', () => `${']'.repeat(250)}\n`],
  ])('looks for no more than a thousand mistakes, such as %s', (_, lineOf) => {
    const linesOf = (count: number) => {
      const text = Array.from({ length: count }, (__, i) => lineOf(i)).join('');
      return read(text).problems.map(({ line }) => line);
    };
    expect(linesOf(4)).toEqual([1, 2, 3, 4]);
    expect(linesOf(6)).toEqual([1, 2, 3, 4]);
  });

  it('finds a mistake behind any number of lines that are full of brackets', () => {
    const text = `a: |\n${` ${'[{'.repeat(499)}\n`.repeat(8000)}b: "\\q"`;
    const { problems } = ending(() => read(text));
    expect(problems).toMatchObject([{ line: 8002 }]);
  });

  it('refuses a text with too much that it only warns of elsewhere', () => {
    expect(read(`${'%A\n'.repeat(1001)}---\na: 1`).problems.length).toBeGreaterThan(0);
    expect(read('%A\n%A\n---\na: 1').problems).toEqual([]);
  });

  it.each(['%A\n---\na: 1\n...\n', 'a: "\\q"\n---\n'])(
    'refuses a text of many documents with too many mistakes, such as %j',
    (document) => {
      expect(read(document.repeat(1001)).problems).not.toEqual([]);
    },
  );

  it('refuses tags, which would else be left out without a word, but for those of YAML itself', () => {
    const { problems } = read('a: !env AK\nb: [1, !include x.yaml]\nc: !x\n  d: 1\n');
    expect(problems.map(({ line, message }) => `${line} ${message.slice(0, 17)}`)).toEqual([
      '1 has a tag (!name)',
      '2 has a tag (!name)',
      '3 has a tag (!name)',
    ]);
    const others = ['a: !!env AK', 'a: !<env> AK', 'a: !<tag:e.org,1:env> AK'];
    others.push('%TAG !e! tag:e.org,1:\n---\na: !e!env AK');
    for (const text of others) expect(read(text).problems).toHaveLength(1);
    expect(read('a: !!str 1\nb: !!map {}\nc: !!float 1\nd: !!set {}').problems).toEqual([]);
  });

  it('refuses a file that is too large', () => {
    expect(read(`a: ${'x'.repeat(FILE_BYTES_MAX)}`).problems[0]?.message).toContain('larger than');
  });

  it('refuses keys that reach a prototype', () => {
    const { root, problems } = read('__proto__: { polluted: 1 }\nconstructor: { prototype: 2 }');
    expect(root).toEqual({});
    expect(problems.map(({ message }) => message)).toEqual([
      'has a key that cannot be used: __proto__',
      'has a key that cannot be used: constructor',
    ]);
    expect({}).not.toHaveProperty('polluted');
  });

  it('reports keys that are given twice', () => {
    expect(read('a: 1\nb: 2\na: 3').problems).toEqual([
      { path: 'a', message: 'is given twice, first in line 1: keep one of them', line: 3 },
    ]);
  });

  it('names an unset variable, its place and the way out', () => {
    expect(read('a:\n  - b: ${TOKEN}').problems).toEqual([
      {
        path: 'a[0].b',
        message:
          'the environment variable TOKEN is not set; set it, or give a default: ${TOKEN:-…}',
        line: 2,
      },
    ]);
  });

  it('counts a value as left out where its variable is empty', () => {
    expect(read('a: ${X:-}\nb: "${X:-}b"').root).toEqual({ a: null, b: 'b' });
  });

  it('says where {} make quotes necessary around a variable', () => {
    const { problems } = read('a: { token: ${TOKEN} }', { TOKEN: 't' });
    expect(problems[0]?.message).toContain('put "${VAR}" in double quotes');
  });

  it.each([
    ['a: secret: value', 1],
    ['a: "secret', 1],
    ['a:\n\tb: secret', 2],
    ['a: [secret', 1],
    ['a: *secret', 1],
    ['---\na: 1\n---\nb: secret', 3],
    ['a: "\\secret"', 1],
    ['@secret', 1],
  ])('tells what is wrong with %j without showing it', (text, line) => {
    const { problems } = read(text);
    expect(JSON.stringify(problems)).not.toContain('secret');
    expect(problems).toMatchObject([{ line }]);
  });

  it('never throws, whatever a file holds', () => {
    const parts = fc.constantFrom(
      'a: ',
      '&x ',
      '*x',
      '{',
      '}',
      '[',
      ']',
      '\n',
      ' ',
      '"',
      '<<: ',
      '- ',
      '|',
      '${A',
      '}',
      ':',
      '!t ',
      '#',
      '? ',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(parts, fc.string({ maxLength: 3 })), { maxLength: 60 }),
        (text) => {
          expect(() => read(text.join(''))).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });
});
