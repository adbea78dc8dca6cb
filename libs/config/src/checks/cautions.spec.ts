import { Optional, Text, TO_CONNECT } from '#options';
import { loadConfig } from '../load-config.js';

class ChatOptions {
  @Text('a channel', /^[^]+$/, TO_CONNECT)
  channel!: string;

  @Optional()
  @Text('a token')
  token?: string;
}

const CHAT = 'source: { type: chat, channel: tea }';
const SOURCES = new Map([
  ['chat', { Options: ChatOptions }],
  ['pushed', { Options: ChatOptions, inbound: {} }],
  ['signed', { Options: ChatOptions, inbound: { verifier: () => {} } }],
]);

/** The cautions of a file with these bridges, each given by what follows its name. */
function cautionsOf(...bridges: readonly string[]): string[] {
  return cautionsIn({}, bridges);
}

function cautionsIn(process: Record<string, string>, bridges: readonly string[]): string[] {
  const lines = bridges.map((rest, index) => `  - { name: b${index}, ${rest} }`);
  const text = `metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
bridges:
${lines.join('\n')}
`;
  const environment = {
    AK: 'access',
    SK: 'secret',
    TOKEN: 'told-by-the-environment',
    QUOTED: '"told"',
    SHORT: 'abc',
    ...process,
  };
  const result = loadConfig({ text, environment, sources: SOURCES });
  expect(result.ok ? [] : result.problems).toEqual([]);
  return result.cautions.map(({ path, message, line }) => `${line} ${path}: ${message}`);
}

/** A file of one bridge whose target has a report URL that ends then, with these keys of its project. */
function cautionsOfUrl(expiresAt: number, project: string): string[] {
  const path =
    '/v1/70b7600000034253880af501cd000000/smart-live-rooms/00000000000000000000000000000001/smart-live-jobs/0000000000000000000000000000000a/live-event-report';
  const text = `metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  ${project}
bridges:
  - { name: b, ${CHAT}, target: { roomId: 00000000000000000000000000000001, jobId: 0000000000000000000000000000000a, reportUrl: "\${URL}" } }
`;
  const url = `https://metastudio.cn-north-4.myhuaweicloud.com${path}?auth_key=s3cret&expires_time=${expiresAt}`;
  const environment = { AK: 'access', SK: 'secret', URL: url };
  const result = loadConfig({ text, environment, sources: SOURCES });
  expect(result.ok ? [] : result.problems).toEqual([]);
  expect(JSON.stringify(result.cautions)).not.toContain('s3cret');
  return result.cautions
    .filter(({ path: place }) => place.endsWith('reportUrl'))
    .map(({ message }) => message);
}

describe('check warns of', () => {
  it('a report URL that has expired, and what that means', () => {
    const auth = 'auth: { type: aksk, accessKey: "${AK}", secretKey: "${SK}" }';
    const [past, future] = [Date.now() - 1000, Date.now() + 3_600_000];
    expect(cautionsOfUrl(past, 'reportAuth: url')).toEqual([
      'has expired (its expires_time is past): nothing is reported, and there is no auth to look up another',
    ]);
    expect(cautionsOfUrl(past, `${auth}\n  reportAuth: url`)).toEqual([
      'has expired (its expires_time is past): nothing is reported, until auth looks up another',
    ]);
    expect(cautionsOfUrl(past, auth)).toEqual([
      'has expired (its expires_time is past), and is not used',
    ]);
    expect(cautionsOfUrl(future, 'reportAuth: url')).toEqual([]);
  });

  it.each([
    ['region: ap-southeast-3', 'region'],
    ['endpoint: https://metastudio.cn-south-1.myhuaweicloud.com', 'endpoint'],
  ])('a region in which the SDKs know no MetaStudio: %s', (where, key) => {
    const text = `metastudio:
  ${where}
  projectId: 70b7600000034253880af501cd000000
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
bridges:
  - { name: b, ${CHAT}, target: { roomId: 00000000000000000000000000000001 } }
`;
    const environment = { AK: 'access', SK: 'secret' };
    const result = loadConfig({ text, environment, sources: SOURCES });
    expect(result.cautions.map(({ path, message }) => `${path} ${message}`)).toEqual([
      `metastudio.${key} is in a region in which Huawei's SDKs know no MetaStudio (they know cn-north-4, cn-east-3)`,
    ]);
  });

  it('nothing, if the configuration is unremarkable', () => {
    expect(cautionsOf(`${CHAT}, target: { roomId: 00000000000000000000000000000001 }`)).toEqual([]);
  });

  it('a pushed bridge that strangers may push to, or that nobody may, where others reach the relay', () => {
    const bridges = [
      ['pushed', ''],
      ['pushed', ', token: "${SHORT}"'],
      ['pushed', ', token: "${TOKEN}"'],
      ['signed', ''],
      ['chat', ', token: "${SHORT}"'],
    ].map(([type, token]) => {
      const source = `source: { type: ${type}, channel: tea${token} }`;
      return `${source}, target: { roomId: 00000000000000000000000000000001 }`;
    });
    const others = { HOST: '0.0.0.0', RELAY_API_TOKEN: 'an-operator-of-32-characters-or-so' };
    expect(cautionsIn(others, bridges)).toEqual([
      '6 bridges[0].source.token: is missing: since others reach this HOST, nobody may push to this bridge',
      '7 bridges[1].source.token: is short enough to be guessed, and others reach this HOST: take a random one (openssl rand -hex 24)',
    ]);
    expect(cautionsIn({ ...others, RELAY_ROLES: 'console' }, bridges)).toEqual([]);
    expect(cautionsOf(...bridges)).toEqual([]);
  });

  it('the same source twice into one target', () => {
    const bridge = `${CHAT}, target: { roomId: 00000000000000000000000000000001 }`;
    expect(cautionsOf(bridge, bridge)).toEqual([
      '7 bridges[1].source: is the source of bridges[0], too: each event comes twice',
    ]);
    expect(
      cautionsOf(bridge, `${CHAT}, target: { roomId: 00000000000000000000000000000002 }`),
    ).toEqual([]);
    expect(
      cautionsOf(
        bridge,
        'source: { type: chat, channel: coffee }, target: { roomId: 00000000000000000000000000000001 }',
      ),
    ).toEqual([]);
  });

  it('nothing where two pushed bridges of one room have the same token, since each has its own address', () => {
    const bridge =
      'source: { type: pushed, channel: tea }, target: { roomId: 00000000000000000000000000000001 }';
    expect(cautionsOf(bridge, bridge)).toEqual([]);
  });

  it('a secret that stands in the file, and never shows it', () => {
    const source = 'source: { type: chat, channel: tea, token: s3cret-itself }';
    const [caution, ...more] = cautionsOf(
      `${source}, target: { roomId: 00000000000000000000000000000001 }`,
    );
    expect(caution).toContain('6 bridges[0].source.token: is a secret that stands in the file');
    expect(caution).not.toContain('s3cret');
    expect(more).toEqual([]);
    const named = 'source: { type: chat, channel: tea, token: "${TOKEN}" }';
    expect(cautionsOf(`${named}, target: { roomId: 00000000000000000000000000000001 }`)).toEqual(
      [],
    );
  });

  it.each(['$TOKEN', '$token_2'])(
    'a text that looks like a variable and is none: %s',
    (written) => {
      const source = `source: { type: chat, channel: tea, token: ${written} }`;
      expect(cautionsOf(`${source}, target: { roomId: 00000000000000000000000000000001 }`)).toEqual(
        [
          '6 bridges[0].source.token: begins with $ as a variable does, and is none: write "${NAME}"',
        ],
      );
    },
  );

  it('a variable that holds quotes, too', () => {
    const source = 'source: { type: chat, channel: tea, token: "${QUOTED}" }';
    expect(cautionsOf(`${source}, target: { roomId: 00000000000000000000000000000001 }`)).toEqual([
      '6 bridges[0].source.token: has quotes around it, which are a part of what QUOTED holds',
    ]);
  });

  it.each(['%TOKEN%', '{{ TOKEN }}', '$(TOKEN)', '<your token>'])(
    'what looks like the variable of another tool: %s',
    (written) => {
      const source = `source: { type: chat, channel: tea, token: "${written}" }`;
      expect(cautionsOf(`${source}, target: { roomId: 00000000000000000000000000000001 }`)).toEqual(
        ['6 bridges[0].source.token: looks like the variable of another tool: write "${NAME}"'],
      );
    },
  );

  it.each(['wss://a:s3cret@chat.example.com', 'wss://chat.example.com/?token=s3cret'])(
    'an address with a secret in it: %s',
    (written) => {
      const source = `source: { type: chat, channel: "${written}" }`;
      const cautions = cautionsOf(
        `${source}, target: { roomId: 00000000000000000000000000000001 }`,
      );
      expect(cautions).toHaveLength(1);
      expect(cautions[0]).toContain('source.channel: is an address with a secret in it');
      expect(cautions[0]).not.toContain('s3cret');
    },
  );

  it('a filter that lets no type of event through', () => {
    const target = 'target: { roomId: 00000000000000000000000000000001 }';
    expect(cautionsOf(`${CHAT}, ${target}, filter: { types: [] }`)).toEqual([
      '6 bridges[0].filter.types: is empty: every event is dropped',
    ]);
    expect(cautionsOf(`${CHAT}, ${target}, filter: { types: [gift] }`)).toEqual([]);
  });

  it('an expression that can take very long', () => {
    const filter = "filter: { blockWords: ['/(x+)+$/', '/(y|y)*z/'] }";
    const [caution, ...more] = cautionsOf(
      `${CHAT}, target: { roomId: 00000000000000000000000000000001 }, ${filter}`,
    );
    expect(caution).toContain('bridges[0].filter.blockWords: has an expression');
    expect(caution).toContain('is dropped (filtered_slow), and after three of them');
    expect(more).toEqual([]);
    expect(
      cautionsOf(
        `${CHAT}, target: { roomId: 00000000000000000000000000000001 }, filter: { blockWords: ['/x+y/'] }`,
      ),
    ).toEqual([]);
  });
});
