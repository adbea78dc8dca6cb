import { spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BUILD_MS_MAX,
  ensureBuilt,
  liveRelay,
  ROOT,
  runLiveRelay,
} from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { Stage } from '../support/stage.js';

const FILE = `
metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
bridges:
  - name: shop
    source: { type: twitch-irc, channel: twitchdev }
    target: { roomId: 00000000000000000000000000000001 }
`;
const KEYS = { AK: 'access-key-value', SK: 'secret-key-value' };

beforeAll(ensureBuilt, BUILD_MS_MAX);

/** A folder with a configuration. */
function folderOf(stage: Stage): string {
  const folder = mkdtempSync(join(tmpdir(), 'live-relay-cli-'));
  stage.opens({ stop: async () => rmSync(folder, { recursive: true }) });
  writeFileSync(join(folder, 'relay.yaml'), FILE);
  return folder;
}

/** Ends the process with the test, however the test ends. */
function onTestEnd<Child extends ChildProcess>(stage: Stage, child: Child): Child {
  stage.opens({ stop: async () => void child.kill('SIGKILL') });
  return child;
}

describe('live-relay', () => {
  it.concurrent('says in one sentence that a Node is too old, and exits 2', async () => {
    const versions = '{ ...process.versions, node: "18.20.4" }';
    const older = `Object.defineProperty(process, "versions", { value: ${versions} })`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(older)}`;
    const { code, stdout, stderr } = await runLiveRelay(['--version'], {
      cwd: tmpdir(),
      env: { NODE_OPTIONS },
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'live-relay needs Node 20.19 or newer, and this is Node 18.20.4.\n',
    });
  });

  it.concurrent('says in one sentence that its folder has been removed, and exits 2', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'live-relay-gone-'));
    const gone = 'rmdir "$1" && exec "$2" man';
    const args = ['-c', gone, 'sh', cwd, join(ROOT, 'bin/live-relay')];
    const { status, stdout, stderr } = spawnSync('sh', args, { cwd, encoding: 'utf8' });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^The folder .* has been removed: .*\n$/u);
  });

  it.concurrent(
    'check: refuses a malformed proxy, though the bundler might drop code that is only there to throw',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const env = { ...KEYS, HTTPS_PROXY: 'http://user:%zz@proxy.example:1' };
      const { code, stdout, stderr } = await runLiveRelay(['check'], { cwd, env });
      expect(code).toBe(1);
      expect(stdout + stderr).toContain('HTTPS_PROXY');
    }),
  );

  it.concurrent(
    'lists its commands, and how they exit',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const { code, stdout } = await runLiveRelay(['--help'], { cwd });
      expect(code).toBe(0);
      for (const word of ['start', 'check', 'decode', '--config', 'Exit codes']) {
        expect(stdout).toContain(word);
      }
    }),
  );

  it.concurrent(
    'tells its version',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const { stdout } = await runLiveRelay(['--version'], { cwd });
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    }),
  );

  it.concurrent(
    'exits 2 for a command that it does not know, and suggests one',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const { code, stderr } = await runLiveRelay(['chek'], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain('check');
    }),
  );

  it.concurrent(
    'takes the file from --config before or behind the command, or from RELAY_CONFIG',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      writeFileSync(join(cwd, 'other.yaml'), FILE);
      rmSync(join(cwd, 'relay.yaml'));
      const fine = { code: 0, stdout: expect.stringContaining('other.yaml is fine') as string };
      const env = KEYS;
      for (const args of [
        ['--config', 'other.yaml', 'check'],
        ['check', '--config', 'other.yaml'],
        ['check', '-c', 'other.yaml'],
      ]) {
        expect(await runLiveRelay(args, { cwd, env })).toMatchObject(fine);
      }
      const named = { ...env, RELAY_CONFIG: 'other.yaml' };
      expect(await runLiveRelay(['check'], { cwd, env: named })).toMatchObject(fine);
    }),
  );
});

describe('standard output', () => {
  it.concurrent(
    'makes the command fail with a sentence where it cannot be written',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      // A descriptor that is open for reading alone stands for a full disk.
      const unwritable = openSync(join(cwd, 'relay.yaml'), 'r');
      const child = onTestEnd(stage, liveRelay(['check'], { cwd, env: KEYS, stdout: unwritable }));
      closeSync(unwritable);
      let told = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (told += chunk));
      expect(await once(child, 'close')).toEqual([2, null]);
      expect(told).toMatch(/^The output cannot be written: E[A-Z]+\.\n$/);
    }),
  );
});

describe('live-relay check', () => {
  it.concurrent(
    'sums up a configuration without a problem in one line',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      expect(await runLiveRelay(['check'], { cwd, env: KEYS })).toEqual({
        code: 0,
        stdout: 'relay.yaml is fine: 1 project, 1 bridge (twitch-irc), 1 target\n',
        stderr: '',
      });
    }),
  );

  it.concurrent(
    'reads .env of the folder, which the environment overrules',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      writeFileSync(join(cwd, '.env'), 'AK=a\nSK=s\nPORT=high\n');
      expect((await runLiveRelay(['check'], { cwd })).stderr).toContain('PORT: must be');
      expect((await runLiveRelay(['check'], { cwd, env: { PORT: '0' } })).code).toBe(0);
    }),
  );

  it.concurrent(
    'lists every problem and exits 1, without a value of any',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      writeFileSync(
        join(cwd, 'relay.yaml'),
        FILE.replace('roomId', 'rommId').replace('70b7600000034253880af501cd000000', '"p 1"'),
      );
      const { code, stdout, stderr } = await runLiveRelay(['check'], {
        cwd,
        env: { AK: KEYS.AK, LOG_LEVEL: 'log-level-value' },
      });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.split('\n')).toEqual([
        'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent',
        'relay.yaml:4 metastudio.projectId: must be an id: 1 to 64 letters, digits, - or _',
        'relay.yaml:5 metastudio.auth.secretKey: the environment variable SK is not set; set it, or give a default: ${SK:-…}',
        'relay.yaml:9 bridges[0].target.rommId: is not a known key; did you mean roomId?',
        'relay.yaml:9 bridges[0].target.roomId: is missing; it must be an id: 1 to 64 letters, digits, - or _',
        'the environment has one problem',
        'relay.yaml has 4 problems',
        '',
      ]);
      expect(stderr).not.toMatch(/-value|p 1/);
    }),
  );

  it.concurrent(
    'says where to start from where there is no file',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const { code, stderr } = await runLiveRelay(['check', '-c', 'none.yaml'], { cwd });
      expect(code).toBe(1);
      expect(stderr).toContain('none.yaml does not exist; start from relay.example.yaml');
    }),
  );

  it.concurrent(
    'refuses an empty name of a file, as of a variable that is not set',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const { code, stderr } = await runLiveRelay(['check', '--config', ''], { cwd });
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining("'-c, --config <file>' argument '' is invalid"),
      });
      const compared = await runLiveRelay(['what-if', 'none.jsonl', '--against', ''], { cwd });
      expect(compared).toMatchObject({ code: 2, stderr: '--against names no file\n' });
    }),
  );
});

describe('live-relay decode', () => {
  it.concurrent(
    'turns lines of Twitch into LiveEvents',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const input =
        '@id=1;user-id=42;display-name=Eva;tmi-sent-ts=1690000000000 ' +
        ':eva!eva@eva.tmi.twitch.tv PRIVMSG #shop :hello there\nnot irc\n';
      const args = ['decode', '--source', 'twitch-irc'];
      const { code, stdout, stderr } = await runLiveRelay(args, { cwd, input });
      const event = JSON.parse(stdout) as { content: string };
      expect(event).toMatchObject({ timestamp: 1_690_000_000_000, type: 1 });
      expect(JSON.parse(event.content)).toMatchObject({
        user: { userId: 'twitch_42', name: 'Eva' },
        content: 'hello there',
      });
      expect(stderr).toMatch(/^line 2: not understood: /);
      expect(code).toBe(0);
      expect((await runLiveRelay([...args, '--strict'], { cwd, input })).code).toBe(1);
    }),
  );

  it.concurrent(
    'exits quietly when the reader of its output closes',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const child = onTestEnd(stage, liveRelay(['decode', '--source', 'twitch-irc'], { cwd }));
      const line = '@user-id=42;display-name=Eva :eva!e@e PRIVMSG #shop :hello\n';
      const feed = (): void => {
        while (child.stdin.writable && child.stdin.write(line.repeat(1000)));
      };
      child.stdin.on('error', () => {}).on('drain', feed);
      feed();
      await once(child.stdout, 'data');
      child.stdout.destroy();
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
      const [code] = (await once(child, 'close')) as [number];
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    }),
  );
});

describe('live-relay start', () => {
  it.concurrent(
    'without Redis: answers HTTP at once, logs that it waits, and ends on SIGTERM',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const env = { ...KEYS, PORT: '0', REDIS_URL: 'redis://127.0.0.1:1', RELAY_ROLES: 'reporter' };
      const child = onTestEnd(stage, liveRelay(['start'], { cwd, env }));
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
      const port = await eventually(() => /"port":(\d+)/.exec(stdout)?.[1], 'it listens');
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.text()).toContain('Redis');
      child.kill('SIGTERM');
      const [code] = (await once(child, 'close')) as [number];
      expect(code).toBe(0);
      expect(stdout).toContain('"event":"stopped"');
      expect(stdout).not.toMatch(/-key-value/);
    }),
  );

  it.concurrent(
    'says so when its port is taken',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage);
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const env = { ...KEYS, PORT: String(port) };
      const { code, stderr } = await runLiveRelay(['start'], { cwd, env });
      other.close();
      expect(code).toBe(1);
      expect(stderr).toContain(`PORT ${port}: listen EADDRINUSE`);
    }),
  );
});
