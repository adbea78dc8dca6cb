import { Optional, Text } from '#options';
import { loadConfig } from '../load-config.js';

class ChatOptions {
  @Text('a text')
  channel!: string;

  @Optional()
  @Text('a text')
  token?: string;
}

const sources = new Map([['chat', { Options: ChatOptions }]]);

const AUTH = '{ type: aksk, accessKey: ak, secretKey: sk }';
const ROOM = '24bad716-87b1-45e5-8912-6102f7693265';
const URL =
  'https://metastudio.cn-north-4.myhuaweicloud.com/v1/70b7600000034253880af501cd000000/smart-live-rooms/00000000000000000000000000000001' +
  '/smart-live-jobs/0000000000000000000000000000000a/live-event-report?auth_key=k&expires_time=1';

/** A file with these parts of a project and of bridges. */
function file(project: string, ...bridges: string[]): string {
  const lines =
    bridges.length > 0 ? bridges : ['target: { roomId: 00000000000000000000000000000001 }'];
  return `metastudio: { region: cn-north-4, projectId: 70b7600000034253880af501cd000000, ${project} }
bridges:
${lines.map((rest, i) => `- { name: b${i}, source: { type: chat, channel: c }, ${rest} }`).join('\n')}
`;
}

function load(text: string, environment: Record<string, string> = {}) {
  return loadConfig({ text, environment, sources });
}

function problemsOf(text: string, environment: Record<string, string> = {}): string[] {
  const result = load(text, environment);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

/** What is noted of ids, in a text without a problem. */
function idsOf(text: string): string[] {
  expect(problemsOf(text)).toEqual([]);
  return cautionsOf(text).filter((caution) => /Id: /u.test(caution));
}

function cautionsOf(text: string): string[] {
  return load(text).cautions.map(({ path, message }) => `${path}: ${message}`);
}

/** The problems of an endpoint. */
function at(endpoint: string): string[] {
  const text = file(`auth: ${AUTH}`);
  return problemsOf(text.replace('region: cn-north-4', `endpoint: "${endpoint}"`));
}

/** The problems of a report URL. */
function withUrl(url: string, job = 'auto'): string[] {
  const target = `target: { roomId: 00000000000000000000000000000001, jobId: ${job}, reportUrl: "${url}" }`;
  return problemsOf(file(`auth: ${AUTH}`, target));
}

function deliveryOf(value: string) {
  const result = load(
    file(
      `auth: ${AUTH}`,
      `target: { roomId: 00000000000000000000000000000001 }, delivery: ${value}`,
    ),
    {},
  );
  return result.ok ? result.config.bridges[0]?.delivery : undefined;
}

describe('REDIS_URL', () => {
  it.each([
    'redis://:p@ss#word@h:6379',
    'redis://:pa#ss@h',
    'h:6379',
    'redis://:pa%ss@h',
    'redis://h/one',
    'redis://h:6379/2?db=5',
    'rediss://h?',
  ])('is refused where a character must be written as %%XX: %s', (url) => {
    const [problem = ''] = problemsOf(file(`auth: ${AUTH}`), { REDIS_URL: url });
    expect(problem).toContain('is written as %XX');
    expect(problem).not.toContain(url);
  });

  it('accepts a password with such characters percent-encoded', () => {
    const url = 'redis://:p%40ss%23word@h:6379/2';
    expect(problemsOf(file(`auth: ${AUTH}`), { REDIS_URL: url })).toEqual([]);
  });
});

describe('the suggestion for a wrong value', () => {
  const target = 'target: { roomId: 00000000000000000000000000000001 }';

  it.each([
    [file(`auth: ${AUTH}, reportAuth: authkey`), 'did you mean auth-key?'],
    [file(`auth: ${AUTH}`, `${target}, connect: when-live`), 'did you mean while-live?'],
    [file(`auth: ${AUTH}`, `${target}, filter: { types: [comments] }`), 'did you mean comment?'],
    [file(`auth: ${AUTH}`, `${target}, filter: { types: comment }`), 'write it as a list: [ … ]'],
    [file(`auth: ${AUTH}`, `${target}, filter: { blockWords: ad }`), 'write it as a list: [ … ]'],
    [file(`auth: ${AUTH}`, `${target}, filter: { types: ["comment，gift"] }`), 'full-width'],
    [file(`auth: ${AUTH}, timeoutMs: 10s`), 'the number alone, without a unit'],
    [file(`auth: ${AUTH}, reportsPerSecond: "1,000"`), 'the number alone, without a unit'],
    [
      file(`auth: ${AUTH}`).replace(/bridges:[^]*/, 'bridges: { name: a }\n'),
      'begin each of them with "- "',
    ],
  ])('is made for %j', (text, hint) => {
    expect(problemsOf(text).join('\n')).toContain(hint);
  });
});

it('suggests the role that was probably meant', () => {
  const roles = { RELAY_ROLES: 'colector, reporter' };
  expect(problemsOf(file(`auth: ${AUTH}`), roles)[0]).toContain('did you mean collector?');
});

describe('the rules of the configuration', () => {
  it.each([
    ['aksk', `auth: ${AUTH}`],
    ['temporary keys', `auth: { type: aksk, accessKey: a, secretKey: s, securityToken: t }`],
    ['token', 'auth: { type: token, token: t }'],
    ['iam of the region', 'auth: { type: iam, domain: d, user: u, password: p }'],
    ['auth-key beside auth', `auth: ${AUTH}, authKey: { secret: s }`],
    ['url beside auth', `auth: ${AUTH}, reportAuth: url`],
  ])('accepts %s', (_what, project) => {
    expect(problemsOf(file(project))).toEqual([]);
  });

  it('signs with the auth key where one is given', () => {
    const result = load(file(`auth: ${AUTH}, authKey: { secret: s }`));
    expect(result.ok && result.config.projects.get('default')).toMatchObject({
      reportAuth: 'auth-key',
      authKey: { template: '{url}{expires_time}', encoding: 'hex', ttlSeconds: 3600 },
    });
  });

  it('warns that nobody published how the auth key is made', () => {
    expect(cautionsOf(file(`auth: ${AUTH}, authKey: { secret: s }`))).toContain(
      'metastudio.authKey.template: Huawei publishes no string-to-sign for this call; ' +
        'confirm the template with them, or use auth',
    );
  });

  it.each([
    ['no authentication', file('timeoutMs: 1000'), 'metastudio.auth: is missing'],
    ['auth-key without a secret', file('reportAuth: auth-key'), 'metastudio.authKey.secret: is'],
    [
      'an unknown auth',
      file('auth: { type: basic, user: u }'),
      'metastudio.auth.type: must be one',
    ],
    ['half of aksk', file('auth: { type: aksk, accessKey: a }'), 'metastudio.auth.secretKey: is'],
    ['region beside endpoint', file(`endpoint: https://h, auth: ${AUTH}`), 'metastudio.endpoint:'],
    [
      'a template with other fields',
      file(`authKey: { secret: s, template: "{url}{body}" }, auth: ${AUTH}`),
      'metastudio.authKey.template: must be a text with no fields but',
    ],
    ['Chinese as appUserId', file(`appUserId: 店铺, auth: ${AUTH}`), 'metastudio.appUserId: must'],
    [
      'a domain of everybody',
      file(`allowedHosts: [".com"], auth: ${AUTH}`),
      'metastudio.allowedHosts: must be a list',
    ],
  ])('refuses %s', (_what, text, expected) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it('allows http to this machine alone', () => {
    expect(at('http://127.0.0.1:8080')).toEqual([]);
    expect(at('http://[::1]:8080')).toEqual([]);
    expect(at('https://metastudio.example.com')).toEqual([]);
    expect(at('http://metastudio.example.com')).toHaveLength(1);
    expect(at('https://metastudio.example.com/v1')).toHaveLength(1);
  });

  it('requires an id or a URL of the target where it has no way to look them up', () => {
    const urlOnly = 'reportAuth: url';
    expect(
      problemsOf(file(urlOnly, 'target: { roomId: 00000000000000000000000000000001 }'))[0],
    ).toContain('target.reportUrl: is');
    expect(
      problemsOf(
        file(urlOnly, `target: { roomId: 00000000000000000000000000000001, reportUrl: "${URL}" }`),
      ),
    ).toEqual([]);
    const keyOnly = 'authKey: { secret: s }';
    expect(
      problemsOf(file(keyOnly, 'target: { roomId: 00000000000000000000000000000001 }'))[0],
    ).toContain('target.jobId: must');
    expect(
      problemsOf(
        file(
          keyOnly,
          'target: { roomId: 00000000000000000000000000000001, jobId: 0000000000000000000000000000000a }',
        ),
      ),
    ).toEqual([]);
  });

  it('accepts a report URL only of its own project, room and job, on an allowed host', () => {
    expect(withUrl(URL)).toEqual([]);
    expect(withUrl(URL, '0000000000000000000000000000000a')).toEqual([]);
    for (const [url, job] of [
      [URL, '0000000000000000000000000000000b'],
      [URL.replace('/00000000000000000000000000000001/', '/00000000000000000000000000000002/')],
      [URL.replace('/70b7600000034253880af501cd000000/', '/p2/')],
      [URL.replace('myhuaweicloud.com', 'evil.example')],
      [URL.replace('https:', 'http:')],
      [URL.replace('https://', 'https://user:pass@')],
    ] as const) {
      const [problem] = withUrl(url, job);
      expect(problem).toContain('bridges[0].target.reportUrl: must be');
      expect(problem).not.toMatch(/auth_key|evil|user:pass/);
    }
  });

  it('takes ids with and without hyphens, and digits without quotes as they are written', () => {
    const ids = [ROOM, ROOM.replaceAll('-', ''), '7301885484794450954', '26065244754e15', '0012'];
    const text = file(`auth: ${AUTH}`, ...ids.map((id) => `target: { roomId: ${id} }`));
    const result = load(text.replace('region: cn-north-4', 'endpoint: http://127.0.0.1:1'));
    expect(result.ok && result.config.bridges.map(({ target }) => target.roomId)).toEqual(ids);
  });

  it("warns of ids that do not look like MetaStudio's, but accepts them; a stand-in may have any", () => {
    const wrong = ['r1', 'cn-north-4', '24bad716-87b1-45e5-8912-6102f769326', '0'.repeat(33)];
    for (const id of wrong) {
      const target = `target: { roomId: ${id}, jobId: ${id} }`;
      const text = file(`auth: ${AUTH}`, target).replace('70b7600000034253880af501cd000000', id);
      const cautions = idsOf(text);
      expect(cautions.map((caution) => caution.replace(/:.*/u, ''))).toEqual([
        'metastudio.projectId',
        'bridges[0].target.roomId',
        'bridges[0].target.jobId',
      ]);
      expect(cautions.join()).toContain('32 hexadecimal digits');
      expect(cautions.join()).not.toContain(id);
      const beside = text.replace('region: cn-north-4', 'endpoint: http://127.0.0.1:1');
      expect(idsOf(beside)).toEqual([]);
    }
    const auto = file(`auth: ${AUTH}`, `target: { roomId: ${ROOM}, jobId: Auto }`);
    expect(idsOf(auto)[0]).toContain('did you mean auto?');
  });

  it('turns a whole variable into a number where one is wanted', () => {
    const text = `${file(`auth: ${AUTH}, timeoutMs: "\${MS}"`)}buffer: { maxEvents: "\${N:-5}" }`;
    const result = load(text, { MS: '2500' });
    expect(result.ok && result.config.projects.get('default')?.timeoutMs).toBe(2500);
    expect(result.ok && result.config.buffer.maxEvents).toBe(5);
    expect(problemsOf(text, { MS: 'soon' })).toEqual([
      'metastudio.timeoutMs: must be a whole number from 100 to 120000 (from ${MS})',
    ]);
  });

  it('finds bridges that cannot be told apart or disagree about their target', () => {
    const text = file(
      `auth: ${AUTH}`,
      'target: { roomId: 00000000000000000000000000000001 }',
      'target: { roomId: 00000000000000000000000000000001, appUserId: other }',
      'target: { roomId: 00000000000000000000000000000002 }',
      'target: { roomId: 00000000000000000000000000000001, reviewConfig: { noNeedReview: false } }',
    ).replace('name: b2', 'name: b0');
    const same = 'must be as in bridges[0], which has the same target';
    expect(problemsOf(text)).toEqual([
      `bridges[1].target.appUserId: ${same}`,
      'bridges[2].name: is the name of bridges[0], too',
      `bridges[3].target.reviewConfig: ${same}`,
    ]);
  });

  it('finds bridges that choose otherwise for their target, also behind one that chooses for itself', () => {
    const roomId = '00000000000000000000000000000001';
    const [a, b, c] = [1, 5, 50].map((n) => `choose: { comments: { n: ${n}, everySeconds: 60 } }`);
    const text = file(
      `auth: ${AUTH}`,
      `target: { roomId: ${roomId} }, ${a}`,
      `target: { roomId: ${roomId}, ${b} }`,
      `target: { roomId: ${roomId}, ${c} }`,
    );
    expect(problemsOf(text)).toEqual([
      'bridges[2].target.choose: must be as in bridges[1], which has the same target',
    ]);
  });

  it('takes a delivery for all classes or for some, and no other shape', () => {
    const [again, once] = ['at-least-once', 'at-most-once'];
    expect(deliveryOf(once)).toEqual({ paid: once, chat: once, ambient: once });
    expect(deliveryOf('{ paid: at-most-once }')).toEqual({
      paid: once,
      chat: again,
      ambient: again,
    });
    for (const wrong of ['never', '{ gifts: at-most-once }', '{ paid: never }', '[at-most-once]']) {
      const text = file(
        `auth: ${AUTH}`,
        `target: { roomId: 00000000000000000000000000000001 }, delivery: ${wrong}`,
      );
      expect(problemsOf(text)).toEqual([
        'bridges[0].delivery: must be at-least-once or at-most-once, or a block of either for paid, chat, ambient',
      ]);
    }
  });

  it('finds several projects by name', () => {
    const project = `{ region: cn-north-4, projectId: 70b7600000034253880af501cd000000, auth: ${AUTH} }`;
    const text = (target: string) => `
projects: { shop-a: ${project}, shop-b: ${project} }
bridges: [{ name: b, source: { type: chat, channel: c }, target: { roomId: 00000000000000000000000000000001, ${target} } }]
`;
    expect(problemsOf(text('project: shop-b'))).toEqual([]);
    expect(problemsOf(text('project: shop-c'))[0]).toContain('did you mean shop-a?');
    expect(problemsOf(text(''))[0]).toContain('target.project: is missing; it must be one of');
  });

  it('tells every problem of projects whose names are no plain keys, each with its line', () => {
    const rest = `region: cn-north-4, auth: ${AUTH}`;
    const result = load(`projects:
  shop.a: { ${rest}, projectId: 01, timeoutMs: 5 }
  shop.b: { ${rest}, projectId: 02, timeoutMs: 6 }
  2nd: { ${rest} }
bridges: []
api: {}
`);
    const told = result.ok ? [] : result.problems.map(({ path, line }) => `${line} ${path}`);
    expect(told).toEqual([
      '2 projects.?.timeoutMs',
      '3 projects.?.timeoutMs',
      '4 projects.?.projectId',
    ]);
    const sound = load(`projects:
  shop.a: { ${rest}, projectId: 01 }
  shop.b: { ${rest}, projectId: 02 }
bridges: []
api: {}
`);
    const ids = sound.ok ? [...sound.config.projects.values()].map((one) => one.projectId) : [];
    expect(ids).toEqual(['01', '02']);
  });

  it('splits blocked words into plain ones and expressions', () => {
    const words = `filter: { blockWords: [Spam, 666, "/^a+$/i", "/(/", "/x/g", "a/b"] }`;
    expect(
      problemsOf(
        file(`auth: ${AUTH}`, `target: { roomId: 00000000000000000000000000000001 }, ${words}`),
      ),
    ).toHaveLength(2);
    const good = words.replace('"/(/", "/x/g", ', '');
    const result = load(
      file(`auth: ${AUTH}`, `target: { roomId: 00000000000000000000000000000001 }, ${good}`),
    );
    expect(result.ok && result.config.bridges[0]?.filter.blockWords).toEqual({
      plain: ['spam', '666', 'a/b'],
      patterns: [/^a+$/iu],
    });
  });

  it('needs a console token as soon as other machines can reach the port', () => {
    const fine = file(`auth: ${AUTH}`);
    for (const HOST of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) {
      expect(problemsOf(fine, { HOST })).toEqual([]);
    }
    for (const HOST of ['0.0.0.0', '::', '10.0.0.1', 'relay.example.com']) {
      expect(problemsOf(fine, { HOST })[0]).toContain('RELAY_API_TOKEN: is missing');
      expect(problemsOf(fine, { HOST, RELAY_API_TOKEN: 'x'.repeat(16) })).toEqual([]);
    }
    expect(problemsOf(fine, { RELAY_API_TOKEN: 'short' })[0]).toContain('RELAY_API_TOKEN: must be');
  });

  it('refuses a viewer token that equals the token, or stands without one', () => {
    const fine = file(`auth: ${AUTH}`);
    const RELAY_API_TOKEN = 'x'.repeat(16);
    const RELAY_VIEWER_TOKEN = 'y'.repeat(16);
    expect(problemsOf(fine, { RELAY_API_TOKEN, RELAY_VIEWER_TOKEN })).toEqual([]);
    for (const wrong of [
      { RELAY_VIEWER_TOKEN },
      { RELAY_API_TOKEN, RELAY_VIEWER_TOKEN: RELAY_API_TOKEN },
    ]) {
      expect(problemsOf(fine, wrong)).toEqual([expect.stringContaining('RELAY_VIEWER_TOKEN: ')]);
    }
  });

  it('takes a state key of 32 bytes, in hex or base64', () => {
    const fine = file(`auth: ${AUTH}`);
    const key = Buffer.alloc(32, 7);
    for (const RELAY_STATE_KEY of [key.toString('hex'), key.toString('base64')]) {
      const result = load(fine, { RELAY_STATE_KEY });
      expect(result.ok && result.config.process.stateKey?.reveal()).toEqual(key);
    }
    for (const RELAY_STATE_KEY of ['short', key.toString('hex').slice(2), 'é'.repeat(32)]) {
      expect(problemsOf(fine, { RELAY_STATE_KEY })[0]).toContain('RELAY_STATE_KEY: must be 32');
    }
  });

  it('reaches Redis by URL, through sentinels, or as a cluster', () => {
    const fine = file(`auth: ${AUTH}`);
    const redisOf = (redis: string) => {
      const result = load(`${fine}redis: ${redis}`);
      return result.ok ? result.config.redis : undefined;
    };
    expect(redisOf('{}')).toMatchObject({ kind: 'url', prefix: 'relay' });
    expect(redisOf('{ sentinel: { master: m, nodes: [a, "b:1", "[::1]:2"] } }')).toMatchObject({
      kind: 'sentinel',
      nodes: [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 1 },
        { host: '::1', port: 2 },
      ],
    });
    expect(redisOf('{ cluster: { nodes: [a] }, prefix: shop }')).toMatchObject({
      kind: 'cluster',
      prefix: 'shop',
      nodes: [{ host: 'a', port: 6379 }],
    });
    expect(problemsOf(`${fine}redis: { cluster: { nodes: [] } }`)).toHaveLength(1);
    expect(problemsOf(fine, { REDIS_URL: 'http://redis' })[0]).toContain('REDIS_URL: must be');
  });

  it('takes any name of a machine that a node of Kubernetes may have', () => {
    const fine = file(`auth: ${AUTH}`);
    const longest = `${'worker-0.rack-1.'.repeat(15)}example.com`;
    expect(longest).toHaveLength(251);
    expect(problemsOf(fine, { RELAY_HOST: longest })).toEqual([]);
    expect(problemsOf(fine, { RELAY_HOST: `${longest}.de` })[0]).toContain('RELAY_HOST: must be');
  });

  it('cautions of a callback that leads to no project, or to another one', () => {
    const about = 'metastudio.callbacks.url: does not end with /callbacks/metastudio/default';
    const base = 'https://relay.test/callbacks/metastudio';
    for (const [url, isFine] of [
      [`${base}/default`, true],
      [`${base}/default/`, true],
      [`${base}/shop-a`, false],
      [base, false],
    ] as const) {
      const callbacks = `callbacks: { url: "${url}", key: a-key-of-20-letters }`;
      const cautions = cautionsOf(file(`auth: ${AUTH}, ${callbacks}`)).join();
      expect([url, !cautions.includes(about)]).toEqual([url, isFine]);
    }
  });

  it('refuses an address of notices with a user name, to which nothing can be sent', () => {
    for (const login of ['', 'me:word@', 'me@', ':word@']) {
      const channels = `[{ type: webhook, url: "https://${login}hooks.test" }]`;
      const problems = problemsOf(`${file(`auth: ${AUTH}`)}notices: { channels: ${channels} }`);
      const refusal = expect.stringMatching(
        /^notices\.channels\[0\]\.url: .* without a user name/u,
      );
      expect(problems).toEqual(login === '' ? [] : [refusal]);
    }
  });

  it('takes proxies whose password is written as in a URL', () => {
    const fine = file(`auth: ${AUTH}`);
    expect(problemsOf(fine, { HTTPS_PROXY: 'http://me:100%25@proxy.test:3128' })).toEqual([]);
    for (const proxy of ['socks5://proxy.test', 'proxy.test', 'http://me:100%@proxy.test']) {
      expect(problemsOf(fine, { HTTP_PROXY: proxy })[0]).toContain('HTTP_PROXY: must be');
    }
  });

  it.each([
    ['nothing', ''],
    ['a text', 'text'],
    ['a list', '- a'],
    ['a null', 'null'],
    ['wrong shapes', 'metastudio: []\nprojects: 5\nbridges: {}\nbuffer: x\nredis: [1]'],
    ['wrong shapes further down', 'bridges: [1, [], { source: [], target: 1, filter: [] }]'],
    ['empty blocks', 'metastudio:\nprojects: { a: , b: 1 }\nbridges:\n'],
  ])('tells problems for %s instead of throwing', (_what, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });
});
