import { spawn } from 'node:child_process';
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

describe('SIGHUP', () => {
  beforeAll(ensureBuilt, BUILD_MS_MAX);

  it('makes a service without a terminal read its file again, and log the outcome', async () => {
    const redis = await RedisServer.shared();
    const environment = { REDIS_URL: redis.url, PORT: '0', RELAY_ROLES: 'collector' };
    const text = textOf('one');
    const file = new ConfigFile(text, environment);
    // A session of its own has no terminal, whoever runs this test.
    const relay = spawn(process.execPath, [join(ROOT, 'bin/live-relay'), 'start'], {
      cwd: file.folder,
      env: { PATH: process.env['PATH'], ...environment },
      detached: true,
    });
    const lines: Record<string, unknown>[] = [];
    createInterface(relay.stdout).on('line', (line) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
    });
    const logs = async (event: string): Promise<Record<string, unknown>> =>
      eventually(() => lines.find((line) => line['event'] === event), event);
    try {
      await logs('started');
      relay.kill('SIGHUP');
      await logs('bridges_unchanged');
      file.write(text.replace('"one"', '"Two words"'));
      relay.kill('SIGHUP');
      await logs('reload_refused');
      expect(String((await logs('config_problem'))['msg'])).toContain('bridges[0].name');
      file.write(text.replace('"one"', '"two"'));
      relay.kill('SIGHUP');
      expect(String((await logs('bridges_changed'))['msg'])).toContain('1 added');
      await logs('bridges_applied');
      relay.kill('SIGTERM');
      expect(await once(relay, 'close')).toEqual([0, null]);
    } finally {
      relay.kill('SIGKILL');
      file.remove();
    }
  });
});
