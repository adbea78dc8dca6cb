import { loadSources } from '#platforms';
import { compileBridge } from './compile-bridge.js';
import { loadConfig } from '../load-config.js';

const sources = await loadSources();
const ENVIRONMENT = {
  AK: 'access',
  SK: 'secret-key',
  TOKEN: '0123456789abcdefghijklmnopqrst',
  LENGTH: '120',
};
const FILE = `
metastudio:
  endpoint: http://127.0.0.1:9
  projectId: 0123456789abcdef0123456789abcdef
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
x-filter: &filter
  types: [comment, gift]
  blockWords: [spam, "/^free .*money$/i"]
bridges:
  - name: one
    source: { type: twitch-irc, channel: shop, token: "\${TOKEN}" }
    target: { roomId: 12e5, appUserId: }
    filter: *filter
    maxTextLength: \${LENGTH}
  - name: "\${TWO:-two}"
    source:
      type: websocket
      url: wss://example.com/chat
      headers: { X-Shop: 007, X-Room: 12345678901234567890, X-Live: True, X-Version: 1.10, "X-Odd!": 0x1F, X-Key: "\${TOKEN}" }
      token: { url: "https://example.com/token", form: { client_id: 12345678901234567890, shop: 007 }, path: token }
      mapping: { platform: x, rules: [{ event: comment, when: { type: "007" }, user: { id: id, name: name }, text: text }] }
    target: { roomId: 007, jobId: 12345678901234567890 }
    delivery: { paid: at-most-once }
    filter: { <<: *filter, minLength: 2 }
  - name: three
    source: { type: push, token: "0123456789abcdef-\${TOKEN}" }
    target: { roomId: room-3 }
    connect: always
    filter: { repeatSeconds: 10.0, blockSymbolsOnly: True, minLength: 0x10, blockWords: [007, 1e3] }
  - name: four
    source:
      type: push
      token: "0123456789abcdef-\${TOKEN}"
      mapping:
        platform: x
        rules:
          - when: { live: True, data.kind: 5, data.type: 1.0, count: { atLeast: 1e2 } }
            event: comment
            user: { id: id }
            text: text
    target: { roomId: 0004 }
    redundancy: 0x1
`;

describe('a compiled bridge', () => {
  const loaded = loadConfig({ text: FILE, environment: ENVIRONMENT, sources });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { config, specs } = loaded;
  const context = { projects: config.projects, sources, environment: ENVIRONMENT };

  it('is equal whether its spec comes from the file or through JSON', () => {
    expect(specs.map(({ name }) => name)).toEqual(['one', 'two', 'three', 'four']);
    for (const [index, spec] of specs.entries()) {
      const compiled = compileBridge(JSON.parse(JSON.stringify(spec)), context);
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
      expect(compiled.bridge).toEqual(config.bridges[index]);
      expect(compiled.bridge.source.options).toEqual(config.bridges[index]!.source.options);
    }
    expect(config.bridges[1]!.target).toMatchObject({
      roomId: '007',
      jobId: '12345678901234567890',
    });
  });

  it('has numbers and booleans in its spec, however they are written, and ids of digits as texts', () => {
    expect(specs[2]).toMatchObject({
      filter: {
        repeatSeconds: 10,
        blockSymbolsOnly: true,
        minLength: 16,
        blockWords: ['007', '1e3'],
      },
    });
    const when = { live: true, 'data.kind': 5, 'data.type': 1, count: { atLeast: 100 } };
    expect(specs[3]).toMatchObject({
      source: { mapping: { rules: [{ when }] } },
      target: { roomId: '0004' },
      redundancy: 1,
    });
  });

  it('has headers as they are written, in its spec as well', () => {
    const numbers = { 'X-Shop': '007', 'X-Room': '12345678901234567890' };
    const written = { ...numbers, 'X-Live': 'True', 'X-Version': '1.10', 'X-Odd!': '0x1F' };
    const headers = { ...written, 'X-Key': ENVIRONMENT.TOKEN };
    expect(config.bridges[1]!.source.options).toMatchObject({ headers });
    expect(specs[1]).toMatchObject({ source: { headers: { ...written, 'X-Key': '${TOKEN}' } } });
  });

  it('has the fields of a form as they are written, in its spec as well', () => {
    const token = { form: { client_id: '12345678901234567890', shop: '007' } };
    expect(config.bridges[1]!.source.options).toMatchObject({ token });
    expect(specs[1]).toMatchObject({ source: { token } });
  });

  it('holds values of the environment, and its spec their names alone', () => {
    expect(config.bridges[0]!.source.options).toMatchObject({ token: ENVIRONMENT.TOKEN });
    expect(JSON.stringify(specs)).not.toContain(ENVIRONMENT.TOKEN);
    expect(specs[0]).toMatchObject({ source: { token: '${TOKEN}' }, maxTextLength: '${LENGTH}' });
  });

  it('is refused with every problem, each with its path in the spec and without its value', () => {
    const compiled = compileBridge(
      {
        name: 'Bad Name',
        source: { type: 'twitch-irc', channel: '${MISSING}', nonsense: 'secret-1' },
        target: { roomId: 'r', project: 'nowhere' },
        filter: { blockWords: ['/(secret-2/'] },
        maxTextLength: 'secret-3',
      },
      context,
    );
    if (compiled.ok) throw new Error('compiled');
    const paths = compiled.problems.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'name',
        'source.channel',
        'source.nonsense',
        'target.project',
        'filter.blockWords[0]',
        'maxTextLength',
      ]),
    );
    expect(JSON.stringify(compiled.problems)).not.toContain('secret-');
  });

  it('never throws, whatever a spec holds', () => {
    for (const strange of [null, 1, 'text', [], {}, [null], { type: 7 }]) {
      for (const key of ['source', 'target', 'filter', 'delivery', 'connect', 'maxTextLength']) {
        expect(compileBridge({ name: 'a', [key]: strange }, context).ok).toBe(false);
      }
    }
  });
});

function sectionsOf(text: string): ReadonlyMap<string, string> {
  const loaded = loadConfig({ text, environment: ENVIRONMENT, sources });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.sections;
}

describe('sectionsOf', () => {
  it('tells which blocks of a file differ, and nothing of its bridges', () => {
    const before = sectionsOf(FILE);
    expect([...before.keys()]).toEqual(['metastudio']);
    expect(sectionsOf(FILE.replace('room-3', 'room-4'))).toEqual(before);
    const after = sectionsOf(`${FILE}\nredis: { prefix: other }\n`);
    expect(after.get('metastudio')).toBe(before.get('metastudio'));
    expect(after.has('redis')).toBe(true);
  });
});
