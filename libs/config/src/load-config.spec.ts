import { Optional, Text, TO_CONNECT } from '#options';
import { inspect } from 'node:util';
import { parse } from 'yaml';
import { loadConfig, type ConfigResult } from './load-config.js';
import { formatProblem } from './checks/problem.js';

class ChatOptions {
  @Text('a string', /^[^]+$/, TO_CONNECT)
  channel!: string;

  @Optional()
  @Text('a URL address', /^wss?:\/\//)
  url?: string;

  @Optional()
  @Text('a string')
  token?: string;
}

const sources = new Map([['chat', { Options: ChatOptions }]]);
const environment = { AK: 'ak-value', SK: 'sk-value', CHANNEL: 'my-room', PORT: '8080' };

const FILE = `
metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
bridges:
  - name: one
    source: { type: chat, channel: "\${CHANNEL}" }
    target: { roomId: 24bad716-87b1-45e5-8912-6102f7693265 }
`;

function load(text: string, extra: Record<string, string> = {}): ConfigResult {
  return loadConfig({ text, environment: { ...environment, ...extra }, sources });
}

/** The problems as an operator reads them. */
function problemsOf(text: string, extra: Record<string, string> = {}): string[] {
  const result = load(text, extra);
  return result.ok ? [] : result.problems.map((problem) => formatProblem(problem, 'relay.yaml'));
}

function configOf(text: string, extra: Record<string, string> = {}) {
  const result = load(text, extra);
  if (!result.ok) throw new Error(result.problems.map((one) => one.message).join('\n'));
  return result.config;
}

/** The file once for each place in it, with `odd` in that place. */
function* withOneReplaced(whole: unknown, odd: unknown, wrap = JSON.stringify): Generator<string> {
  yield wrap(odd);
  if (typeof whole !== 'object' || whole === null) return;
  for (const [key, value] of Object.entries(whole)) {
    yield* withOneReplaced(value, odd, (inner: unknown) => {
      const copy = Array.isArray(whole) ? [...(whole as unknown[])] : { ...whole };
      return wrap(Object.assign(copy, { [key]: inner }));
    });
  }
}

describe('loadConfig', () => {
  it('fills in the defaults of the contract', () => {
    const config = configOf(FILE);
    expect(config.projects.get('default')).toMatchObject({
      endpoint: 'https://metastudio.cn-north-4.myhuaweicloud.com',
      reportAuth: 'auth',
      refreshUrl: 'auto',
      allowedHosts: ['.myhuaweicloud.com'],
      reportsPerSecond: 10,
      answerChecksPerSecond: 0,
      callbacks: undefined,
      timeoutMs: 10_000,
    });
    expect(config.buffer).toMatchObject({
      maxEvents: 100_000,
      maxBytes: 2_097_152,
      minIntervalMs: 500,
      lingerMs: 0,
      waitReplicas: 0,
      maxAgeSeconds: { paid: undefined, chat: 300, ambient: 60 },
    });
    expect(config.process).toMatchObject({ host: '127.0.0.1', port: 8080, logLevel: 'info' });
    expect([...config.process.roles]).toEqual(['collector', 'reporter', 'console']);
    expect(config.bridges[0]?.target).toMatchObject({ project: 'default', jobId: 'auto' });
    expect([...config.bridges[0]!.filter.types]).toHaveLength(7);
  });

  it('takes values from the environment without letting them change the structure', () => {
    const config = configOf(FILE, { CHANNEL: 'x }\n  hacked: ${AK}' });
    expect(config.bridges[0]?.source.options).toMatchObject({ channel: 'x }\n  hacked: ${AK}' });
  });

  it('returns a deeply frozen configuration', () => {
    const config = configOf(FILE);
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(config)).toBe(true);
    expect(Object.isFrozen(config.bridges[0]!.source.options)).toBe(true);
    expect(() => (config.projects as Map<string, unknown>).delete('default')).toThrow(TypeError);
    expect(() => (config.process.roles as Set<string>).add('root')).toThrow(TypeError);
  });

  it('shows no secret when it is inspected or serialised', () => {
    const shown = FILE.replace('channel:', 'token: token-value, channel:');
    const config = configOf(shown, { RELAY_API_TOKEN: 'api-token-value-0123' });
    const text = inspect(config, { depth: 20, showHidden: true }) + JSON.stringify(config);
    expect(text).not.toMatch(/ak-value|sk-value|token-value/);
    expect(config.process.apiToken?.reveal()).toBe('api-token-value-0123');
  });

  it('tells where a key belongs that is indented too far or not far enough', () => {
    const text = `
metastudio:
  region: cn-north-4
  bridges: []
projectId: 70b7600000034253880af501cd000000
bridges:
- name: a
  source: { type: chat, channel: b }
  roomId: 24bad716-87b1-45e5-8912-6102f7693265
target: {}
`;
    expect(problemsOf(text).filter((problem) => problem.includes('belongs'))).toEqual([
      'relay.yaml:4 metastudio.bridges: is not a known key; it belongs to the top of the file: begin it in the first column',
      'relay.yaml:5 projectId: is not a known key; it belongs into metastudio: indent it below that',
      'relay.yaml:9 bridges[0].roomId: is not a known key; it belongs into target: indent it below that',
      'relay.yaml:10 target: is not a known key; it belongs into a bridge: indent it below that',
    ]);
  });

  it('tells a block that is given twice once, and takes what both say', () => {
    const twice = `${FILE}metastudio: { region: cn-east-3 }\n`;
    expect(problemsOf(twice)).toEqual([
      expect.stringMatching(/^relay\.yaml:\d+ metastudio: is given twice, first in line \d+/),
    ]);
  });

  it('knows what other tools call a key or an event', () => {
    const keys = FILE.replace('accessKey:', 'ak:').replace('secretKey:', 'SK:');
    const told = problemsOf(`${keys}    filter: { types: [danmaku] }\n`).join('\n');
    expect(told).toMatch(/auth\.ak: is not a known key; did you mean accessKey\?/);
    expect(told).toMatch(/auth\.SK: is not a known key; did you mean secretKey\?/);
    expect(told).toContain('did you mean comment?');
  });

  it('tells every problem at once, with its path and line', () => {
    const text = `
metastudio:
  regoin: cn-north-4
  projectId: "no spaces"
  timeoutMs: soon
bridges:
  - name: One
    source: { type: chta, channel: a }
    target: { roomId: "", project: shop }
    filter: { minLength: -1, blockWords: ["/(/"] }
  - source: { type: chat, chanel: b }
buffer: { maxEvent: 5 }
cache: {}
`;
    expect(problemsOf(text, { PORT: 'high', LOG_LEVEL: 'loud' })).toEqual([
      'PORT: must be a whole number from 0 to 65535',
      'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent',
      'relay.yaml:2 metastudio.endpoint: is missing; give it, or region: cn-north-4',
      'relay.yaml:2 metastudio.auth: is missing; reports are authenticated by it, unless authKey or reportAuth: url is given',
      'relay.yaml:3 metastudio.regoin: is not a known key; did you mean region?',
      'relay.yaml:4 metastudio.projectId: must be an id: 1 to 64 letters, digits, - or _',
      'relay.yaml:5 metastudio.timeoutMs: must be a whole number from 100 to 120000',
      'relay.yaml:7 bridges[0].name: must be 1 to 64 of a-z, 0-9, - _ and ., beginning with a letter or digit',
      'relay.yaml:8 bridges[0].source.type: is no source type; did you mean chat? (all: chat)',
      'relay.yaml:9 bridges[0].target.roomId: must be an id: 1 to 64 letters, digits, - or _',
      'relay.yaml:9 bridges[0].target.project: is not the name of a project (default)',
      'relay.yaml:10 bridges[0].filter.minLength: must be a whole number from 0 to 500',
      'relay.yaml:10 bridges[0].filter.blockWords[0]: must be an expression that compiles, /…/ with none of the flags but i, m, s, u',
      'relay.yaml:11 bridges[1].name: is missing; it must be 1 to 64 of a-z, 0-9, - _ and ., beginning with a letter or digit',
      'relay.yaml:11 bridges[1].target: is missing; it must be a block of keys',
      'relay.yaml:11 bridges[1].source.chanel: is not a known key; did you mean channel?',
      'relay.yaml:11 bridges[1].source.channel: is missing; it must be a string',
      'relay.yaml:12 buffer.maxEvent: is not a known key; did you mean maxEvents?',
      'relay.yaml:13 cache: is not a known key',
    ]);
  });

  it('says how a file without bridges is written, where it has none', () => {
    const head = FILE.slice(0, FILE.indexOf('bridges:'));
    for (const none of ['', 'bridges:\n', 'bridges: []\n']) {
      expect(problemsOf(head + none)).toEqual([
        expect.stringContaining('write "api: {}" where it is to have none'),
      ]);
    }
    expect(load(`${head}api: {}\n`).ok).toBe(true);
    expect(problemsOf(`${head}bridges: shop\n`)).toEqual([
      expect.stringContaining('bridges: must be a list'),
    ]);
  });

  it('names each bridge that is no block, and checks the others', () => {
    const head = FILE.slice(0, FILE.indexOf('bridges:'));
    const odd = 'bridges:\n  -\n  - shop\n  - 5\n  - { name: Four }\n';
    expect(problemsOf(head + odd)).toEqual([
      'relay.yaml:7 bridges[0]: is missing; it must be a block of keys',
      'relay.yaml:8 bridges[1]: must be a block of keys; write its keys below it, each as "key: value"',
      'relay.yaml:9 bridges[2]: must be a block of keys; write its keys below it, each as "key: value"',
      'relay.yaml:10 bridges[3].name: must be 1 to 64 of a-z, 0-9, - _ and ., beginning with a letter or digit',
      'relay.yaml:10 bridges[3].source: is missing; it must be a block of keys',
      'relay.yaml:10 bridges[3].target: is missing; it must be a block of keys',
    ]);
  });

  it('gives no line to problems of the environment or of the whole file', () => {
    expect(problemsOf(FILE, { HOST: '0.0.0.0' })).toEqual([
      'RELAY_API_TOKEN: is missing; a HOST that others can reach needs it (try: openssl rand -hex 24)',
    ]);
    expect(problemsOf(`x-deep: ${'['.repeat(50)}${']'.repeat(50)}`)).toEqual([
      'relay.yaml is nested more than 32 levels deep',
    ]);
  });

  it('answers any value anywhere in a file with problems, never with an exception', () => {
    const whole = parse(FILE) as Record<string, unknown>;
    whole['buffer'] = { maxEvents: 5, maxAgeSeconds: { chat: 5 } };
    whole['redis'] = { sentinel: { master: 'm', nodes: ['a:1'] } };
    whole['projects'] = { shop: { ...(whole['metastudio'] as object), allowedHosts: ['a.b'] } };
    for (const odd of [null, 0, 'x', true, [], [null], {}, [[]], { a: null }]) {
      for (const text of withOneReplaced(whole, odd)) expect(() => load(text)).not.toThrow();
    }
  });
});
