import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { SourceCatalogue } from '#platforms';
import { stringify } from 'yaml';
import { COMMANDS } from '../../apps/relay/src/cli/commands.js';
import { runCommandLine } from '../../apps/relay/src/cli/program.js';
import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { tablesOf } from '../docs/tables.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';

const AWAY = 'redis://127.0.0.1:1';
const AWAY_URL = 'http://127.0.0.1:1/';
/** A command of the table, and what its columns tell: 0, 1 and 2. */
const TABLE = tablesOf(readFileSync('docs/ERRORS.md', 'utf8')).get('What commands exit with')!;

interface Scene {
  readonly args?: readonly string[];
  readonly file?: object;
  /** The configuration's text, in place of the file. */
  readonly text?: string;
  readonly redis?: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Interrupted as soon as it has begun. */
  readonly interrupted?: boolean;
}

describe('the exit codes in docs/ERRORS.md', () => {
  let folder: string;
  let simulator: Simulator;
  let redis: RedisServer;
  let healthy: RedisServer;
  let busyPort: number;
  let hookUrl: string;
  const hook = createHttpServer((_, response) => response.end('{}'));
  const busy = createServer();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'live-relay-exit-'));
    simulator = await new Simulator({
      rooms: [{ roomId: 'r1', jobId: 'j1', rules: [{ rule_index: '1', event_type: 1 }] }],
      chatRate: 100,
    }).start();
    redis = await RedisServer.shared();
    healthy = await RedisServer.start({ aof: true, settings: { maxmemory: '100mb' } });
    await new Promise<void>((resolve) => void busy.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => void hook.listen(0, '127.0.0.1', resolve));
    hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    busyPort = (busy.address() as AddressInfo).port;
    writeFileSync(join(folder, 'frames.jsonl'), '');
    writeFileSync(join(folder, 'strange.jsonl'), 'no frame\n');
    writeFileSync(join(folder, 'against.yaml'), stringify(file()));
    writeFileSync(join(folder, 'rules.json'), '[]');
  });
  afterAll(async () => {
    busy.close();
    hook.close();
    await simulator.stop();
    await healthy.stop();
    rmSync(folder, { recursive: true });
  });

  function file(more: object = {}): object {
    const { url, settings } = simulator;
    const { accessKey, secretKey, projectId } = settings;
    const auth = { type: 'aksk', accessKey, secretKey };
    const target = { roomId: 'r1' };
    const mapping = GENERIC_MAPPING;
    const onOpen = ['{"op":"subscribe","room":"42"}'];
    const filter = { types: ['comment'] };
    return {
      metastudio: { endpoint: url, projectId, auth },
      redis: { prefix: uniquePrefix().replace(':', '-') },
      bridges: [
        {
          name: 'chat',
          source: { type: 'websocket', url: simulator.chatUrls.generic, onOpen, mapping },
          target,
          filter,
        },
        { name: 'pushed', source: { type: 'push', mapping, token: 't' }, target, filter },
      ],
      ...more,
    };
  }

  async function exitCode(command: string, scene: Scene): Promise<number> {
    const path = join(folder, `${uniquePrefix().replaceAll(':', '-')}.yaml`);
    writeFileSync(path, scene.text ?? stringify(scene.file ?? file()));
    const stdin = new PassThrough();
    stdin.end(scene.input ?? '');
    const interrupt = new AbortController();
    if (scene.interrupted === true) interrupt.abort('SIGINT');
    const args = [...command.split(' '), ...(scene.args ?? []), '--config', path];
    return runCommandLine(args, COMMANDS, {
      stdin,
      stdout: nowhere(),
      stderr: nowhere(),
      version: '0.0.0',
      environment: {
        REDIS_URL: scene.redis ?? redis.url,
        PORT: '0',
        LOG_LEVEL: 'silent',
        ...scene.environment,
      },
      sources: new SourceCatalogue(),
      stopped: interrupt.signal,
    });
  }

  /** For each command one scene or more for each column of the table. */
  function scenes(command: string): readonly [zero: Scene[], one: Scene[], two: Scene[]] {
    const wrong: Scene = { args: ['--no-such-option'] };
    const away: Scene = { redis: AWAY };
    const ofBroken: Scene = { text: 'bridges: nothing' };
    const [none, empty, strange] = ['none', 'frames.jsonl', 'strange.jsonl'].map((name) => {
      return join(folder, name);
    }) as [string, string, string];
    const somebodyElse = { accessKey: 'somebody', secretKey: 'else', type: 'aksk' };
    const { url: endpoint, settings } = simulator;
    const refused: Scene = {
      file: file({ metastudio: { endpoint, projectId: settings.projectId, auth: somebodyElse } }),
    };
    const twitch = ['--source', 'twitch-irc'];
    const one = ['--id', '1-0'];
    switch (command) {
      case 'start':
        return [
          [{ interrupted: true }],
          [{ environment: { PORT: String(busyPort) } }, ofBroken],
          [wrong],
        ];
      case 'check':
        return [[{}], [ofBroken, { text: '' }], [wrong]];
      case 'doctor':
        return [
          [{ redis: healthy.url }],
          [away, { interrupted: true }, ofBroken],
          [
            wrong,
            { args: ['--bundle', folder] },
            { args: ['--bundle', none, '--log', `${none}.log`] },
            { args: ['--bundle', none, '--log', folder] },
          ],
        ];
      case 'rooms':
        return [
          [{}],
          [refused, ofBroken],
          [wrong, { args: ['--room-type', 'x'] }, { args: ['--project', 'x'] }],
        ];
      case 'rooms test-rules': {
        const args = [empty, '--bridge', 'chat'];
        const ofRules = [...args, '--rules', join(folder, 'rules.json')];
        return [
          [{ args: ofRules }, { args }],
          [
            { args, ...refused },
            { args, ...ofBroken },
            { args: [strange, '--bridge', 'chat', '--rules', join(folder, 'rules.json')] },
          ],
          [wrong, { args: [...args, '--rules', none] }, { args: [none, '--bridge', 'chat'] }],
        ];
      }
      case 'what-if': {
        const args = ['--bridge', 'chat', '--against', join(folder, 'against.yaml')];
        return [
          [{ args: [empty, ...args] }],
          [{ args: [strange, ...args] }, { args: [empty, ...args], ...ofBroken }],
          [
            wrong,
            { args: [none, ...args] },
            // Of a pipe nothing would be left for the other side.
            { args: ['/dev/null', ...args] },
            { args: [empty, ...args, '--show', 'x'] },
          ],
        ];
      }
      case 'jobs':
        return [
          [{}],
          [refused, ofBroken],
          [wrong, { args: ['--state', 'x'] }, { args: ['--limit', '0'] }],
        ];
      case 'decode':
        return [
          [{ args: twitch, input: 'no irc\n' }],
          [{ args: ['--source', 'unibarrage', '--strict'], input: '{\n' }],
          [wrong, { args: ['--source', 'x'] }, { args: [...twitch, '--options', '{"x":1}'] }],
        ];
      case 'record':
        return [
          [{ args: ['--bridge', 'chat', '--seconds', '1.5'] }],
          [
            { args: ['--bridge', 'chat'], interrupted: true },
            { ...ofBroken, args: ['--bridge', 'chat'] },
          ],
          [wrong, { args: ['--bridge', 'x'] }, { args: ['--bridge', 'pushed'] }],
        ];
      case 'replay':
        return [
          [{ args: [empty, '--bridge', 'chat'] }],
          [{ args: [strange, '--bridge', 'chat'] }, { args: [empty, '--bridge', 'chat'], ...away }],
          [
            wrong,
            { args: [empty, '--bridge', 'x'] },
            { args: [none, '--bridge', 'chat'] },
            // A file that is there, and that nobody can read, where there is such a file.
            { args: ['/proc/self/mem', '--bridge', 'chat'] },
          ],
        ];
      case 'status':
        return [[{}], [away, ofBroken], [wrong]];
      case 'completion':
        return [[{ args: ['bash'] }, { args: ['zsh'] }], [], [wrong, {}, { args: ['tcsh'] }]];
      case 'man':
        return [[{}], [], [wrong]];
      case 'top':
        return [
          [{ args: ['--every', '0.2'] }],
          [away, ofBroken, { args: ['--looks', '2', '--every', '0.2'], ...away }],
          [wrong, { args: ['--by', 'x'] }, { args: ['--every', '0'] }, { args: ['--limit', 'x'] }],
        ];
      case 'tap': {
        const args = ['chat', '--duration', '0.2'];
        // That something passes is tried in watching.int-spec.ts.
        return [
          [],
          [{ args }, { args, ...away }],
          [wrong, { args: ['x'] }, {}, { args: ['chat', '--limit', '0'] }],
        ];
      }
      case 'test-event': {
        // That it is reported is tried in watching.int-spec.ts.
        const args = ['chat', '--yes', '--wait', '0'];
        return [
          [],
          [{ args }, { args: ['chat'] }, { args, ...away }],
          [
            wrong,
            { args: ['x', '--yes'] },
            { args: [...args, '--type', 'raw'] },
            { args: [...args, '--gift', 'Rose'] },
            { args: [...args, '--count', '3'] },
            { args: [...args, '--type', 'gift', '--text', 'hello'] },
          ],
        ];
      }
      case 'why':
        return [
          [],
          [{}, { args: ['nobody'] }, away],
          [wrong, { args: ['--limit', '0'] }, { args: ['--target', 'default/none'] }],
        ];
      case 'targets resume':
        return [
          [{ args: ['--all'] }, {}],
          [{ args: ['--all'], ...away }],
          [wrong, { args: ['default/none'] }],
        ];
      case 'targets hold':
      case 'targets clear': {
        const unasked = { args: ['--yes'], ...away };
        return [
          [{ args: ['--yes'] }, { input: 'yes\n' }],
          [{}, unasked],
          [wrong, { args: ['x'] }],
        ];
      }
      case 'targets say':
        return [
          [{ args: ['hello', '--yes'] }],
          [
            { args: ['hello'], input: 'no\n' },
            { args: ['hello', '--yes'], ...away },
          ],
          [wrong, { args: ['hello', '--when', 'later'] }, { args: [' ', '--yes'] }],
        ];
      case 'callbacks register': {
        const { url, settings: given } = simulator;
        const { accessKey, secretKey, projectId } = given;
        const callbacks = { url: 'https://a.example.com/callbacks/metastudio/default', key: 'k' };
        const auth = { type: 'aksk', accessKey, secretKey };
        const told = file({ metastudio: { endpoint: url, projectId, auth, callbacks } });
        return [
          [{ args: ['--yes'], file: told }],
          [{ file: told }, ofBroken],
          [wrong, {}, { args: ['--project', 'x'], file: told }],
        ];
      }
      case 'dead-letters list':
      case 'dead-letters export':
        return [[{}], [away, ofBroken], [wrong, { args: ['--target', 'x y'] }]];
      case 'dead-letters show':
        return [[], [{ args: ['1-0'] }, { args: ['1-0'], ...away }], [wrong]];
      case 'dead-letters replay':
        return [[{ args: ['--all'] }], [{ args: one }, { args: ['--all'], ...away }], [wrong, {}]];
      case 'dead-letters drop':
        return [[{ args: ['--all'] }], [{ args: ['--all'], ...away }], [wrong, {}]];
      case 'init': {
        const { accessKey, secretKey, projectId } = settings;
        const keys = ['--project-id', projectId, '--access-key', accessKey];
        const shop = ['--platform', 'twitch-irc', '--place', 'shop', '--room', 'r1'];
        const answers = ['--endpoint', endpoint, ...keys, '--secret-key', secretKey, ...shop];
        const french = { args: ['--language', 'fr', '--force', ...answers] };
        return [[{ args: ['--force', ...answers] }], [{}, { args: ['--force'] }], [wrong, french]];
      }
      case 'notify': {
        const told = { file: file({ notices: { channels: [{ type: 'webhook', url: hookUrl }] } }) };
        const toNobody = {
          file: file({ notices: { channels: [{ type: 'webhook', url: AWAY_URL }] } }),
        };
        const args = ['--test'];
        return [[{ args, ...told }], [{ args }, { args, ...toNobody }], [{}, wrong]];
      }
      case 'move-redis':
        // That it carries everything is tried in test/embedded-redis.
        return [[], [{}, ofBroken], [wrong]];
      default:
        throw new Error(`The table tells of ${command}, and nobody tries it.`);
    }
  }

  it('cover every command, and no other', async () => {
    const told = TABLE.map(([command]) => command!);
    const real: string[] = [];
    for (const { load } of COMMANDS) {
      const loaded = await load();
      if ('run' in loaded) real.push(loaded.name);
      else if (loaded.itself !== undefined) real.push(loaded.name);
      if ('commands' in loaded)
        real.push(...loaded.commands.map(({ name }) => `${loaded.name} ${name}`));
    }
    expect(new Set(told)).toEqual(new Set(real));
    expect(told).toHaveLength(real.length);
  });

  it.each(TABLE.map(([command]) => command!))(
    '%s exits with its documented codes',
    async (command) => {
      const tried = scenes(command).map(async (ofCode) =>
        Promise.all(ofCode.map(async (scene) => exitCode(command, scene))),
      );
      const expected = scenes(command).map((ofCode, code) => ofCode.map(() => code));
      expect(await Promise.all(tried)).toEqual(expected);
    },
    180_000,
  );
});

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
