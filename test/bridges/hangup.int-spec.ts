import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BUILD_MS_MAX, ensureBuilt, ROOT } from '../support/built-relay.js';
import { ConfigFile } from '../support/config-file.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';

const textOf = (name: string): string =>
  JSON.stringify({
    metastudio: {
      endpoint: 'http://127.0.0.1:9',
      projectId: 'p',
      auth: { type: 'token', token: 'a-token' },
    },
    bridges: [{ name, source: { type: 'push' }, target: { roomId: 'room', jobId: 'job' } }],
    redis: { prefix: uniquePrefix().replace(':', '-') },
  });

/** A service on a file, and its log. */
class Service {
  readonly file: ConfigFile;
  readonly #lines: Record<string, unknown>[] = [];
  readonly #relay: ChildProcessWithoutNullStreams;

  constructor(text: string, environment: Readonly<Record<string, string>>) {
    this.file = new ConfigFile(text, environment);
    // A session of its own has no terminal, whoever runs this test.
    this.#relay = spawn(process.execPath, [join(ROOT, 'bin/live-relay'), 'start'], {
      cwd: this.file.folder,
      env: { PATH: process.env['PATH'], ...environment },
      detached: true,
    });
    createInterface(this.#relay.stdout).on('line', (line) => {
      this.#lines.push(JSON.parse(line) as Record<string, unknown>);
    });
  }

  /** The first thing that it writes to standard error: a note of its file, before it starts. */
  async notes(): Promise<void> {
    await once(this.#relay.stderr, 'data');
  }

  async logs(event: string): Promise<Record<string, unknown>> {
    return eventually(() => this.#lines.find((line) => line['event'] === event), event);
  }

  kill(signal: NodeJS.Signals): void {
    this.#relay.kill(signal);
  }

  async ends(): Promise<unknown[]> {
    return once(this.#relay, 'close');
  }

  remove(): void {
    this.#relay.kill('SIGKILL');
    this.file.remove();
  }
}

describe('SIGHUP', () => {
  let environment: Record<string, string>;

  beforeAll(async () => {
    ensureBuilt();
    const redis = await RedisServer.shared();
    environment = { REDIS_URL: redis.url, PORT: '0', RELAY_ROLES: 'collector' };
  }, BUILD_MS_MAX);

  it('makes a service without a terminal read its file again, and log the outcome', async () => {
    const text = textOf('one');
    const service = new Service(text, environment);
    const { file } = service;
    try {
      await service.logs('started');
      service.kill('SIGHUP');
      await service.logs('bridges_unchanged');
      file.write(text.replace('"one"', '"Two words"'));
      service.kill('SIGHUP');
      await service.logs('reload_refused');
      expect(String((await service.logs('config_problem'))['msg'])).toContain('bridges[0].name');
      file.write(text.replace('"one"', '"two"'));
      service.kill('SIGHUP');
      expect(String((await service.logs('bridges_changed'))['msg'])).toContain('1 added');
      await service.logs('bridges_applied');
      service.kill('SIGTERM');
      expect(await service.ends()).toEqual([0, null]);
    } finally {
      service.remove();
    }
  });

  it('stops no service that is only starting', async () => {
    const service = new Service(textOf('one'), environment);
    try {
      await service.notes();
      service.kill('SIGHUP');
      await service.logs('started');
      service.kill('SIGHUP');
      await service.logs('bridges_unchanged');
      service.kill('SIGTERM');
      expect(await service.ends()).toEqual([0, null]);
      expect((await service.logs('stopping'))['signal']).toBe('SIGTERM');
    } finally {
      service.remove();
    }
  });
});
