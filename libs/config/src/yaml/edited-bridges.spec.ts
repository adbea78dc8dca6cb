import { Text, TO_CONNECT } from '#options';
import * as fc from 'fast-check';
import { specOf } from '../bridges/spec-of.js';
import { editedBridges, type WrittenBridges } from './edited-bridges.js';
import { loadConfig } from '../load-config.js';
import { readYaml } from './read-yaml.js';

class ChatOptions {
  @Text('a string', /^[^]+$/, TO_CONNECT)
  channel!: string;
}

const sources = new Map([['chat', { Options: ChatOptions }]]);

/** In the ways that people write. */
const FILE = `# bridges:
metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth: { type: token, token: t }

bridges: # all of them
  # the first
  - name: one
    source: { type: chat, channel: "a # b" }
    target: { roomId: 24bad716-87b1-45e5-8912-6102f7693261 }

  -
    name: two
    source:
      type: chat
      channel: |
        - name: five
        # no comment
      # a comment
    target: { roomId: 24bad716-87b1-45e5-8912-6102f7693262 }
# a comment at the margin
  - { name: three, source: { type: chat, channel: c },
      target: { roomId: 24bad716-87b1-45e5-8912-6102f7693263 } }
  - source: { channel: 'it''s
      two lines', type: chat }
    name: four
    target:
      roomId: 24bad716-87b1-45e5-8912-6102f7693264
buffer: { maxEvents: 1000 }
`;

function writtenIn(text: string): WrittenBridges | undefined {
  const loaded = loadConfig({ text, environment: {}, sources });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.written;
}

/** The bridges of a whole text, and all beside them. */
function wholly(text: string) {
  const { tree, problems } = readYaml(text);
  if (problems.length > 0) return { problems };
  const { bridges, ...others } = tree.root as { bridges: { name: string }[] };
  const specs = bridges.map((one, at) =>
    specOf(one.name, { ...one }, `bridges[${at}]`, tree, sources),
  );
  return { specs, others };
}

describe('editedBridges', () => {
  const before = writtenIn(FILE)!;

  it('keeps the specs of all bridges but the edited, added and removed ones', () => {
    const [one, two, three] = before.specs;
    const text = FILE.replace('# no comment', '- name: six')
      .replace(/ {2}- source:[^]*(?=buffer)/, '')
      .replace('  - { name: three', '  - name: new\n    source: { type: chat }\n  - { name: three');
    const after = editedBridges(text, before, sources)!;
    expect(after.specs.map(({ name }) => name)).toEqual(['one', 'two', 'new', 'three']);
    expect(after.specs[0]).toBe(one);
    expect(after.specs[1]).not.toEqual(two);
    expect(after.specs[3]).toBe(three);
    expect(after.specs).toEqual(wholly(text).specs);
  });

  it('has what an edited bridge writes as the whole file has it', () => {
    const text = FILE.replace('name: two', 'maxTextLength: 1e2\n    name: two').replace(
      'channel: c }',
      'channel: 007 }',
    );
    const after = editedBridges(text, before, sources)!;
    expect(after.specs).toEqual(writtenIn(text)!.specs);
    expect(after.specs[1]).toMatchObject({ maxTextLength: 100 });
    expect(after.specs[2]).toMatchObject({ source: { channel: '007' } });
  });

  it('leaves an edit that may concern several bridges to a parse of the whole file', () => {
    const edits: [string, string][] = [
      ['1000', '1001'],
      ['cn-north-4', 'cn-north-1'],
      ['name: four', 'name: &anchor four'],
      ['channel: c ', 'channel: *anchor '],
      ['"a # b"', '"a # b'],
      ['name: two', 'name: ${NAME}'],
      ['name: two', 'nome: two'],
      ['name: two', 'name: 2'],
      ['  - { name: three', '---\n  - { name: three'],
      ['  - { name: three', '  other: 1\n  - { name: three'],
      ['bridges: #', 'bridges: [] #'],
    ];
    for (const [from, to] of edits) {
      expect(FILE).toContain(from);
      expect(editedBridges(FILE.replace(from, to), before, sources)).toBeUndefined();
    }
    const again = FILE.replace(/( {2}- name: one[^]*?\n\n)/, '$1$1');
    expect(editedBridges(again, before, sources)).toBeUndefined();
  });

  it('returns nothing for a file with anchors or a directive, or with bridges that do not begin on lines of their own', () => {
    expect(writtenIn(FILE.replace('maxEvents: 1000', 'maxEvents: &many 1000'))).toBeUndefined();
    expect(writtenIn(`%YAML 1.1\n---\n${FILE}`)).toBeUndefined();
    const inOne = FILE.replace(
      /bridges: # all[^]*(?=buffer)/,
      'bridges: [{ name: a, source: { type: chat, channel: c }, target: { roomId: r } }]\n',
    );
    expect(writtenIn(inOne)).toBeUndefined();
  });

  it('gives the same bridges as a parse of the whole text, or nothing', () => {
    const lines = FILE.split('\n');
    const odd = fc.constantFrom(
      '  - name: odd',
      '- a',
      '  -',
      '"',
      "'",
      '  # c',
      '}',
      '{',
      '',
      'bridges:',
      '...',
      '---',
      '    x: |',
      '      - y',
      '\t',
      '  - &a b',
      '   - c',
      'x-y: 1',
      '    "',
      '  - "',
      '%YAML 1.2',
    );
    const edit = fc.record({
      at: fc.nat(lines.length - 1),
      gone: fc.nat(3),
      put: fc.array(fc.oneof(odd, fc.constantFrom(...lines)), { maxLength: 3 }),
    });
    let told = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const edited = [...lines];
        for (const { at, gone, put } of edits) edited.splice(at, gone, ...put);
        const text = edited.join('\n');
        const after = editedBridges(text, before, sources);
        if (after === undefined) return;
        told++;
        const { specs, others, problems } = wholly(text);
        expect(problems).toBeUndefined();
        expect(after.specs).toEqual(specs);
        expect(others).toEqual(wholly(FILE).others);
        expect(after.values).toBe(readYaml(text).values);
      }),
      { numRuns: 2000 },
    );
    expect(told).toBeGreaterThan(0);
  });
});
