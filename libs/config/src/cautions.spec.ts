import { Optional, Text, TO_CONNECT } from '#options';
import { loadConfig } from './load-config.js';

class ChatOptions {
  @Text('a channel', /^[^]+$/, TO_CONNECT)
  channel!: string;

  @Optional()
  @Text('a token')
  token?: string;
}

const SOURCES = new Map([['chat', { Options: ChatOptions }]]);

/** The notes of a file with these bridges, each given by what follows its name. */
function notesOf(...bridges: readonly string[]): string[] {
  const lines = bridges.map((rest, index) => `  - { name: b${index}, ${rest} }`);
  const text = `metastudio:
  region: cn-north-4
  projectId: p1
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
bridges:
${lines.join('\n')}
`;
  const environment = { AK: 'access', SK: 'secret', TOKEN: 'told-by-the-environment' };
  const result = loadConfig({ text, environment, sources: SOURCES });
  expect(result.ok ? [] : result.problems).toEqual([]);
  return result.notes.map(({ path, message, line }) => `${line} ${path}: ${message}`);
}

const CHAT = 'source: { type: chat, channel: tea }';

describe('what check warns of', () => {
  it('nothing, where nothing is odd', () => {
    expect(notesOf(`${CHAT}, target: { roomId: r1 }`)).toEqual([]);
  });

  it('the same source twice into one target', () => {
    const bridge = `${CHAT}, target: { roomId: r1 }`;
    expect(notesOf(bridge, bridge)).toEqual([
      '7 bridges[1].source: is the source of bridges[0], too: each event comes twice',
    ]);
    expect(notesOf(bridge, `${CHAT}, target: { roomId: r2 }`)).toEqual([]);
    expect(
      notesOf(bridge, 'source: { type: chat, channel: coffee }, target: { roomId: r1 }'),
    ).toEqual([]);
  });

  it('a secret that stands in the file, and never shows it', () => {
    const source = 'source: { type: chat, channel: tea, token: s3cret-itself }';
    const [note, ...more] = notesOf(`${source}, target: { roomId: r1 }`);
    expect(note).toContain('6 bridges[0].source.token: is a secret that stands in the file');
    expect(note).not.toContain('s3cret');
    expect(more).toEqual([]);
    const named = 'source: { type: chat, channel: tea, token: "${TOKEN}" }';
    expect(notesOf(`${named}, target: { roomId: r1 }`)).toEqual([]);
  });

  it('an expression that can take very long', () => {
    const filter = "filter: { blockWords: ['/(x+)+$/', '/(y|y)*z/'] }";
    const [note, ...more] = notesOf(`${CHAT}, target: { roomId: r1 }, ${filter}`);
    expect(note).toContain('bridges[0].filter.blockWords: has an expression');
    expect(more).toEqual([]);
    expect(notesOf(`${CHAT}, target: { roomId: r1 }, filter: { blockWords: ['/x+y/'] }`)).toEqual(
      [],
    );
  });
});
