import { IsOptional, Matches } from 'class-validator';
import * as fc from 'fast-check';
import { loadConfig } from '../load-config.js';

class ChatOptions {
  @IsOptional()
  @Matches(/^[!-~]{1,64}$/, { message: '$property must be the token of the chat' })
  token?: string;
}

const sources = new Map([['chat', { Options: ChatOptions }]]);
const RELAY_API_TOKEN = 'an-api-token-of-the-relay';
const STATE_KEY = 'ab'.repeat(32);
const REPORT_URL =
  'https://metastudio.cn-north-4.myhuaweicloud.com/v1/70b7600000034253880af501cd000000/smart-live-rooms/00000000000000000000000000000001' +
  '/smart-live-jobs/0000000000000000000000000000000a/live-event-report?auth_key=k';

type Place = readonly [path: string, project: string, rest: string];

/** Every place of a secret: its path, and a file that takes it from `SECRET`. */
const PLACES: readonly Place[] = [
  ['metastudio.auth.accessKey', 'auth: { type: aksk, accessKey: "${SECRET}", secretKey: s }', ''],
  ['metastudio.auth.secretKey', 'auth: { type: aksk, accessKey: a, secretKey: "${SECRET}" }', ''],
  [
    'metastudio.auth.securityToken',
    'auth: { type: aksk, accessKey: a, secretKey: s, securityToken: "${SECRET}" }',
    '',
  ],
  ['metastudio.auth.token', 'auth: { type: token, token: "${SECRET}" }', ''],
  [
    'metastudio.auth.password',
    'auth: { type: iam, domain: d, user: u, password: "${SECRET}" }',
    '',
  ],
  ['metastudio.auth.user', 'auth: { type: iam, domain: d, user: "${SECRET}", password: p }', ''],
  [
    'metastudio.authKey.secret',
    `auth: { type: token, token: t }, authKey: { secret: "\${SECRET}" }`,
    '',
  ],
  [
    'redis.sentinel.password',
    'auth: { type: token, token: t }',
    'redis: { sentinel: { master: m, nodes: [h], password: "${SECRET}" } }',
  ],
  [
    'redis.sentinel.sentinelPassword',
    'auth: { type: token, token: t }',
    'redis: { sentinel: { master: m, nodes: [h], sentinelPassword: "${SECRET}" } }',
  ],
  [
    'redis.cluster.password',
    'auth: { type: token, token: t }',
    'redis: { cluster: { nodes: [h], password: "${SECRET}" } }',
  ],
  ['bridges[0].source.token', 'auth: { type: token, token: t }', ''],
];
const HEADERS = PLACES.slice(0, 4);

function problemsWith(
  [path, project, rest]: Place,
  secret: string,
): [path: string, message: string][] {
  const token = path === 'bridges[0].source.token' ? ', token: "${SECRET}"' : '';
  const text = `metastudio: { region: cn-north-4, projectId: 70b7600000034253880af501cd000000, ${project} }
bridges: [{ name: b, source: { type: chat${token} }, target: { roomId: 00000000000000000000000000000001 } }]
${rest}`;
  return problems(text, { SECRET: secret });
}

function problems(text: string, environment: Record<string, string>): [string, string][] {
  const result = loadConfig({ text, environment, sources });
  return result.ok ? [] : result.problems.map(({ path, message }) => [path, message]);
}

describe('a secret in the configuration', () => {
  it.each(PLACES)(
    '%s: is taken unchanged where no white space surrounds it',
    (path, project, rest) => {
      expect(problemsWith([path, project, rest], 'A-good-secret/0+1=')).toEqual([]);
    },
  );

  it.each(PLACES)(
    '%s: surrounding white space is reported, the value never',
    (path, project, rest) => {
      for (const [secret, what] of [
        ['A-good-secret\n', 'ends with a line break'],
        ['A-good-secret\r\n', 'ends with a line break'],
        ['A-good-secret ', 'ends with white space'],
        ['\tA-good-secret', 'begins with white space'],
        [' A-good-secret\n', 'begins with white space and ends with a line break'],
        ['A-good-secret\u3000', 'ends with white space'],
      ] as const) {
        const found = problemsWith([path, project, rest], secret);
        expect(found).toEqual([[path, expect.stringContaining(`; it ${what}: cut that off`)]]);
        expect(found.join()).not.toContain('A-good');
      }
    },
  );

  it.each(HEADERS)(
    '%s: characters that HTTP cannot carry are refused, and no others',
    (path, project, rest) => {
      fc.assert(
        fc.property(fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }), (secret) => {
          // Empty, a text that is all white space is missing, or no text of YAML's own.
          const refused = problemsWith([path, project, rest], secret).length > 0;
          expect(refused).toBe(!/^[!-~]+$/.test(secret));
        }),
        { numRuns: 30, examples: [['密钥'], ['a b'], ['\u00e9'], ['a\u0000'], ['A'], ['${X}']] },
      );
    },
  );

  it.each(PLACES)('%s: an invisible character is reported', (path, project, rest) => {
    for (const unseen of ['\u200b', '\ufeff', '\u2060']) {
      const found = problemsWith([path, project, rest], `A-good${unseen}secret`);
      expect(found).toEqual([[path, expect.stringContaining('a character that nobody sees')]]);
    }
  });

  it('of the environment: quotes that a tool left around it are reported', () => {
    const text = `metastudio: { region: cn-north-4, projectId: 70b7600000034253880af501cd000000, auth: { type: token, token: t } }
bridges: [{ name: b, source: { type: chat }, target: { roomId: 00000000000000000000000000000001 } }]`;
    const environment = { RELAY_API_TOKEN: `"${RELAY_API_TOKEN}"`, RELAY_HOST: "'shop'" };
    const { cautions } = loadConfig({ text, environment, sources });
    expect(cautions.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'RELAY_API_TOKEN has quotes around it, which are a part of what it holds',
    ]);
  });

  it('of the environment: surrounding white space is reported, too', () => {
    const text = `metastudio: { region: cn-north-4, projectId: 70b7600000034253880af501cd000000, auth: { type: token, token: t } }
bridges: [{ name: b, source: { type: chat }, target: { roomId: 00000000000000000000000000000001, reportUrl: "\${URL}" } }]`;
    const variables = {
      RELAY_API_TOKEN,
      RELAY_STATE_KEY: STATE_KEY,
      REDIS_URL: 'redis://:word@127.0.0.1:6379',
      HTTPS_PROXY: 'http://shop:word@proxy.test:3128',
      URL: REPORT_URL,
    };
    expect(problems(text, variables)).toEqual([]);
    const ended = Object.entries(variables).map(([name, value]) => [name, `${value}\n`]);
    const found = problems(text, Object.fromEntries(ended) as Record<string, string>);
    expect(found.map(([path]) => path).toSorted()).toEqual([
      'HTTPS_PROXY',
      'REDIS_URL',
      'RELAY_API_TOKEN',
      'RELAY_STATE_KEY',
      'bridges[0].target.reportUrl',
    ]);
    expect(found.every(([, message]) => message.includes('ends with a line break'))).toBe(true);
    expect(found.join()).not.toContain('word');
  });
});
