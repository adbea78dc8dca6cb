import { Optional, Text, TextThat } from '#options';
import { urlOf } from './formats.js';
import { loadConfig } from '../load-config.js';

class ChatOptions {
  @TextThat('an address that begins with ws:// or wss://', (value) => {
    return urlOf(value, ['ws:', 'wss:']) !== undefined;
  })
  url!: string;

  @Optional()
  @Text('a text')
  token?: string;
}

class HookOptions {
  @Optional()
  @Text('a text')
  token?: string;
}

const sources = new Map<string, { Options: new () => object; inbound?: object }>([
  ['chat', { Options: ChatOptions }],
  ['hook', { Options: HookOptions, inbound: {} }],
]);
const FILE = `metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth:
    type: aksk
    accessKey: \${AK}
    secretKey: \${SK}
bridges:
  - name: shop
    source:
      type: chat
      url: ws://127.0.0.1:1088/ws/1
    target:
      roomId: 24bad716-87b1-45e5-8912-6102f7693265
`;
const ENVIRONMENT = { AK: 'access', SK: 'secret' };

/** The problems of the file with a slip in it. */
function after(correct: string, slip: string, environment: Record<string, string> = ENVIRONMENT) {
  expect(FILE).toContain(correct);
  const result = loadConfig({ text: FILE.replace(correct, slip), environment, sources });
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path} ${message}`);
}

const AUTH = `  auth:
    type: aksk
    accessKey: \${AK}
    secretKey: \${SK}
`;

describe('a slip is reported where it was made', () => {
  it.each([
    ['a number with a comma', 'bridges:', 'buffer: { maxEvents: 100,000 }\nbridges:', 'buffer has'],
    ['a key without a value', '  region', '  regoin:\n  region', 'did you mean region?'],
    ['one of a source', '      url', '      tokn:\n      url', 'did you mean token?'],
    ['keys of auth beside it', AUTH, '  accessKey: ${AK}\n', 'it belongs into auth'],
    ['a key of the source beside it', '      url', '    url', 'it belongs into source'],
    ['a space in an address', '/ws/1', '/ws/ 1', 'ws:// or wss://'],
    ['a comma behind an address', '/ws/1', '/ws/1 ,', 'it ends with a comma'],
    ['a port that is none', ':1088', ':108888', 'or a port that is none'],
    ['an address that goes over two lines', '/ws/1', '/ws/\n        1', 'ws:// or wss://'],
    ["a page's address", 'ws://127.0.0.1:1088', 'https://live.example.com', 'http is for pages'],
    ['a region in capitals', 'cn-north-4', 'CN-NORTH-4', 'did you mean cn-north-4?'],
    ["a region's name", 'cn-north-4', '华北-北京四', 'did you mean cn-north-4?'],
    ['a long dash in an id', '24bad716-', '24bad716–', 'it has a long dash: write -'],
    ['an address of what connects to us', 'type: chat', 'type: hook', 'connects to the relay'],
    ['a port beside an address', '      url', '      port: 1088\n      url', 'write it into url'],
    ['a variable in small letters', '${AK}', '${ak}', 'did you mean AK? Else set it'],
    [
      'a key with an unseen character',
      '  region',
      '  re\u200bgion',
      'a character that nobody sees',
    ],
  ])('%s', (_what, correct, slip, words) => {
    expect(after(correct, slip).join('\n')).toContain(words);
  });

  it('a variable with a similar name for another value is not suggested', () => {
    const [problem] = after('    type: aksk', '    type: aksk', { AK: 'access' });
    expect(problem).toContain('the environment variable SK is not set; set it, or give a default');
  });

  it('several wrong words of a list are reported together', () => {
    const slip = '    filter: { types: [coment, gfit, 点赞] }\n    target:';
    expect(after('    target:', slip).join()).toContain('did you mean comment, gift, like?');
  });

  it('a key that is left out on purpose is no slip', () => {
    expect(after('  region', '  timeoutMs:\n  appUserId: ~\n  region')).toEqual([]);
    expect(after('bridges:', 'projects:\n  a:\nbuffer:\n  maxAgeSeconds:\nbridges:')).toEqual([]);
    expect(after('      url', '      token:\n      url')).toEqual([]);
  });
});

it.each(['${AK}', '$AK', '<key>', 'AK=access'])(
  'warns of a variable that holds %s, as tools leave it that fill nothing in',
  (value) => {
    const environment = { ...ENVIRONMENT, AK: value };
    const { cautions } = loadConfig({ text: FILE, environment, sources });
    const told = cautions.filter(({ path }) => path === 'metastudio.auth.accessKey');
    // The value itself is not shown.
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('AK')]);
  },
);
