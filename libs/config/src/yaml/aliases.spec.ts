import { Block, Optional, Text } from '#options';
import { loadConfig, type ConfigResult } from '../load-config.js';
import { formatProblem } from '../checks/problem.js';
import { readYaml } from './read-yaml.js';
import { VALUES_MAX } from './tree-builder.js';

class RoomOptions {
  @Text('a number of digits', /^\d+$/)
  id!: string;

  @Optional()
  @Text('a text')
  token?: string;
}

class ChatOptions {
  @Block(() => RoomOptions)
  room!: RoomOptions;
}

function load(room: string): ConfigResult {
  const text = `
metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
x-room: &room
  ${room}
bridges:
  - name: one
    source: { type: chat, room: *room }
    target: { roomId: 24bad716-87b1-45e5-8912-6102f7693265 }
  - name: two
    source: { type: chat, room: *room }
    target: { roomId: 24bad716-87b1-45e5-8912-6102f7693266 }
`;
  const sources = new Map([['chat', { Options: ChatOptions }]]);
  return loadConfig({ text, environment: { AK: 'ak', SK: 'sk', ID: '7' }, sources });
}

function told(result: ConfigResult): string[] {
  const all = result.ok ? result.cautions : result.problems;
  return all.map((one) => formatProblem(one, 'relay.yaml'));
}

/** The rooms of the two bridges. */
function rooms(result: ConfigResult): RoomOptions[] {
  if (!result.ok) throw new Error(told(result).join('\n'));
  return result.config.bridges.map(({ source }) => (source.options as ChatOptions).room);
}

function nested(levels: number, inner: string): string {
  return '['.repeat(levels) + inner + ']'.repeat(levels);
}

function listOf(key: string, item: string, count: number): string {
  return `${key}: [${Array.from({ length: count }, () => item).join(', ')}]\n`;
}

describe('an alias', () => {
  it('is the object of its anchor, with the lines and the texts of what stands there', () => {
    const { tree, values } = readYaml('a: &a\n  b:\n    - 0x10\nc: *a\nd: [*a]\n');
    const { a, c, d } = tree.root as { a: object; c: object; d: object[] };
    expect(a).toEqual({ b: [16] });
    expect([c, d[0]]).toEqual([a, a]);
    expect(c).toBe(a);
    expect(d[0]).toBe(a);
    expect(values).toBe(1 + 3 + 4 + 5);
    expect(['c', 'c.b', 'c.b[0]', 'd[0]', 'd[0].b'].map((path) => tree.lines.get(path))).toEqual([
      4, 2, 3, 2, 2,
    ]);
  });

  it('has an id of digits as its anchor writes it, and is made and checked once', () => {
    const [one, two] = rooms(load('{ id: 0123456789012345678901 }'));
    expect(one!.id).toBe('0123456789012345678901');
    expect(two).toBe(one);
  });

  it('has the variables of its anchor', () => {
    expect(rooms(load('{ id: "${ID}" }')).map(({ id }) => id)).toEqual(['7', '7']);
  });

  it.each([
    ['a wrong value', '{ id: word }', 'room.id: must be a number of digits'],
    ['an unknown key', '{ id: 7, ids: 8 }', 'room.ids: is not a known key; did you mean id?'],
    ['a secret', '{ id: 7, token: word }', 'room.token: is a secret that stands in the file'],
    ['a variable that is not set', '{ id: "${IDS}" }', 'room.id: the environment variable IDS'],
  ])('is told of for itself where the anchor has %s', (_, room, message) => {
    const all = told(load(room)).filter((one) => one.includes('bridges['));
    expect(all).toHaveLength(2);
    expect(all[0]).toMatch(/^relay\.yaml:7 bridges\[0\]\./);
    expect(all[1]).toMatch(/^relay\.yaml:7 bridges\[1\]\./);
    for (const one of all) expect(one).toContain(message);
  });

  it('is refused where its blocks nest too deep, though those of its anchor do not', () => {
    const anchor = `a: &a ${nested(16, 'x')}\n`;
    expect(readYaml(`${anchor}b: ${nested(12, '*a')}`).problems).toEqual([]);
    const { problems } = readYaml(`${anchor}b: ${nested(20, '*a')}`);
    expect(problems.map(({ message }) => message)).toEqual([
      'has too many levels, counting aliases',
    ]);
  });

  it('counts with all its values', () => {
    const list = listOf('a', 'x', 1000).replace('[', '&a [');
    expect(readYaml(list + listOf('b', '*a', 100)).values).toBe(1 + 1001 + 1 + 100 * 1002);
    expect(readYaml(list + listOf('b', '*a', VALUES_MAX / 1000)).problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining('values, counting aliases') }),
    ]);
  });
});

/** The values of a block `it` of a file, with the text and the line of each key. */
function merged(text: string): Record<string, readonly [text: unknown, line: number]> {
  const { tree, problems } = readYaml(text);
  expect(problems).toEqual([]);
  const { it: block } = tree.root as { it: object };
  return Object.fromEntries(
    Object.entries(block).map(([key, value]) => {
      const path = `it.${key}`;
      return [key, [tree.written.get(path) ?? value, tree.lines.get(path)!]] as const;
    }),
  );
}

function messages(text: string): string[] {
  return readYaml(text).problems.map(({ message }) => message);
}

describe('a merge key (<<)', () => {
  const MAPS = 'a: &a { id: 007, on: True }\nb: &b { id: 008, room: 0100 }\n';

  it('leaves to a key of the block its own digits and its own line', () => {
    expect(merged(`${MAPS}it:\n  <<: *a\n  id: 456`)).toEqual({ on: ['True', 1], id: [456, 5] });
    expect(merged(`${MAPS}it:\n  id: 456\n  <<: [*b]`)).toEqual({
      room: ['0100', 2],
      id: [456, 4],
    });
    const inner = `${MAPS}c: &c\n  <<: *a\n  on: false\n`;
    expect(merged(`${inner}it: { <<: *c }`)).toEqual({ id: ['007', 1], on: [false, 5] });
  });

  it('keeps the digits of ids from a list of blocks, of which the first wins', () => {
    const both = { id: ['007', 1], on: ['True', 1], room: ['0100', 2] };
    expect(merged(`${MAPS}it: { <<: [*a, *b] }`)).toEqual(both);
    expect(merged(`${MAPS}l: &l [*a, *b]\nit: { <<: *l }`)).toEqual(both);
    expect(merged(`${MAPS}it: { <<: *b, <<: *a }`)).toEqual(both);
    expect(merged(`${MAPS}it: { <<: [*b, { on: 1.0 }], room: 5 }`)).toEqual({
      id: ['008', 2],
      on: ['1.0', 3],
      room: [5, 3],
    });
  });

  it('of a block that merges, too, takes from both what is not there already', () => {
    const text =
      'it: { <<: [{ x: 1, <<: { y: 2 } }, { <<: { y: 3, z: 4 } }, { x: 5, z: 6, u: 7 }] }';
    expect(Object.entries(merged(text)).map(([key, [value]]) => `${key}${String(value)}`)).toEqual([
      'y2',
      'x1',
      'z4',
      'u7',
    ]);
  });

  it('counts a key that it passes over, as a bomb of merge keys would hold up the process', () => {
    const keys = Array.from({ length: 1000 }, (_, at) => `k${at}: 1`).join(', ');
    const again = '*a, '.repeat(VALUES_MAX / 1000);
    expect(messages(`a: &a { ${keys} }\nit: { <<: [${again}] }`)).toEqual([
      `has more than ${VALUES_MAX} values, counting aliases`,
    ]);
  });

  it('is told of where it merges itself, or nothing that is a block', () => {
    expect(messages('it: { <<: [7] }')).toEqual(['merges (<<) something that is not a block']);
    expect(messages('it: &it { <<: *it, id: 7 }')).toEqual(
      expect.arrayContaining(['has too many levels, counting aliases']),
    );
    expect(messages('it: { <<: *no }')[0]).toContain('whose anchor');
  });
});
