import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { promisify } from 'node:util';

const DEMO = resolvePath(import.meta.dirname, '../../scripts/demo');
const LIVE_RELAY = resolvePath(import.meta.dirname, '../../bin/live-relay');
/** Builds, where that was not done before. */
const MS_MAX = 180_000;

describe('scripts/demo', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'live-event-relay-test-'));
    env = { ...process.env, TMPDIR: folder, REDIS_URL: 'redis://127.0.0.1:1' };
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'accounts for every event, and leaves nothing behind',
    async () => {
      const args = ['--seconds', '2', '--events-per-second', '600'];
      const { stdout, stderr } = await promisify(execFile)(DEMO, args, { env });
      expect(stderr).toMatch(/Console: http:\/\/127\.0\.0\.1:\d+\//);
      const figures = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as DemoLine;
      expect(figures).toEqual({
        received: expect.any(Number),
        reported: expect.any(Number),
        dropped: expect.any(Object),
        deadLettered: 0,
        waiting: 0,
        reports: expect.any(Number),
        latencyMs: { p50: expect.any(Number), p99: expect.any(Number) },
      });
      const dropped = Object.values(figures.dropped).reduce((sum, count) => sum + count, 0);
      expect(figures.received).toBeGreaterThan(600);
      expect(figures.received).toBe(figures.reported + dropped);
      expect(await readdir(folder)).toEqual([]);
    },
    MS_MAX,
  );

  it(
    'when interrupted accounts for its events and ends what it started',
    async () => {
      const demo = spawn(DEMO, ['--seconds', '600'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      let table = '';
      let interrupted = false;
      demo.stdout.setEncoding('utf8').on('data', (chunk: string) => (table += chunk));
      demo.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (interrupted || !text.includes('received')) return;
        interrupted = true;
        demo.kill('SIGINT');
      });
      const [code] = (await once(demo, 'close')) as [number | null];
      expect(code).toBe(130);
      const figures = JSON.parse(table.trimEnd().split('\n').at(-1)!) as DemoLine;
      expect(figures).toMatchObject({ waiting: 0, deadLettered: 0 });
      expect(await readdir(folder)).toEqual([]);
      const [, port] = /Console: http:\/\/127\.0\.0\.1:(\d+)/.exec(text)!;
      await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow('fetch failed');
    },
    MS_MAX,
  );

  it(
    '--keep: can be looked at with live-relay status, and ends with its table',
    async () => {
      const args = ['--seconds', '1', '--keep'];
      const demo = spawn(DEMO, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let table = '';
      demo.stdout.setEncoding('utf8').on('data', (chunk: string) => (table += chunk));
      const file = await new Promise<string>((resolve) => {
        let text = '';
        demo.stderr.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          const [, config] = /--config (\S+) status/.exec(text) ?? [];
          if (config !== undefined) resolve(config);
        });
      });
      const { REDIS_URL: _, ...outside } = env;
      const look = [LIVE_RELAY, '--config', file, 'status'];
      const { stdout } = await promisify(execFile)(process.execPath, look, { env: outside });
      expect(stdout).toContain('collector, reporter, console');
      expect(stdout).toContain('demo-twitch');
      demo.kill('SIGINT');
      const [code] = (await once(demo, 'close')) as [number | null];
      expect(code).toBe(0);
      const lines = table.split('\n').filter((line) => line.startsWith('{'));
      expect(lines).toHaveLength(2);
      expect(await readdir(folder)).toEqual([]);
    },
    MS_MAX,
  );
});

interface DemoLine {
  readonly received: number;
  readonly reported: number;
  readonly dropped: Readonly<Record<string, number>>;
}
