import { secretOf } from '#secret';
import { createLogger, NestLogger, RelayLog, RelayMetrics } from '#telemetry';
import { Module, type INestApplication } from '@nestjs/common';
import { request, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { ApiDoor } from '../../apps/relay/src/console/access/api-door.js';
import { Tokens } from '../../apps/relay/src/console/access/tokens.js';
import { ConsoleModule } from '../../apps/relay/src/console/console.module.js';
import { BODY_BYTES_MAX, createHttpApp } from '../../apps/relay/src/console/http-app.js';
import { MetricCollectors } from '../../apps/relay/src/console/metric-collectors.js';
import { PortSlots } from '../../apps/relay/src/console/port-slots.js';
import { Readiness } from '../../apps/relay/src/console/readiness.js';
import { STATUS_READER } from '../../apps/relay/src/console/status-reader.js';

@Module({})
class KnownTokens {}

const TOKEN = 'a-token-of-32-characters-or-more';

let app: INestApplication | undefined;
let metrics: RelayMetrics;
let logLines: string[];
let statusAnswer: () => Promise<object>;

async function listen(apiToken?: string): Promise<void> {
  logLines = [];
  statusAnswer = async () => ({ bridges: [] });
  const destination = { write: (line: string) => void logLines.push(line) };
  const logger = createLogger({ level: 'warn', destination, pretty: false });
  metrics = new RelayMetrics();
  const log = new RelayLog(logger);
  const tokens = new Tokens({ apiToken: secretOf(apiToken), viewerToken: undefined });
  const module = ConsoleModule.of({
    metrics,
    log,
    statusReader: {
      provide: STATUS_READER,
      useValue: { text: async () => JSON.stringify(await statusAnswer()) },
    },
    access: {
      module: KnownTokens,
      providers: [{ provide: Tokens, useValue: tokens }],
      exports: [Tokens],
    },
    controllers: [],
  });
  const slots = new PortSlots(() => {});
  const door = new ApiDoor({ tokens, sessions: undefined, slots, log });
  app = await createHttpApp(module, new NestLogger(logger), () => ({
    slots,
    first: [door.handle],
  }));
  await app.listen(0, '127.0.0.1');
}

function port(): number {
  return (app!.getHttpServer().address() as AddressInfo).port;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: port(), host: '127.0.0.1', path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    asked.on('error', reject).end();
  });
}

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket';
const bearer = { authorization: `Bearer ${TOKEN}` };

afterEach(async () => {
  await app?.close();
  app = undefined;
});

describe('the HTTP of a process', () => {
  it('says on /healthz that it runs, to anyone', async () => {
    await listen(TOKEN);
    expect(await get('/healthz')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  });

  it('is ready when every part is', async () => {
    await listen();
    app!.get(Readiness).add({ name: 'redis', check: async () => ({ ok: true }) });
    expect(await get('/readyz')).toMatchObject({ status: 200, body: '{"status":"ready"}' });
  });

  it('answers 503 with the reasons of all parts that are not', async () => {
    await listen();
    const readiness = app!.get(Readiness);
    readiness.add({ name: 'redis', check: async () => ({ ok: false, why: 'READONLY\r\nx' }) });
    readiness.add({ name: 'reporter', check: () => Promise.reject(new Error('viewer text')) });
    readiness.add({ name: 'collector', check: async () => ({ ok: true }) });
    const { status, body } = await get('/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      status: 'not ready',
      reasons: { redis: 'READONLY x', reporter: 'the check itself failed' },
    });
  });

  it('tells the reasons to operators alone', async () => {
    await listen(TOKEN);
    app!.get(Readiness).add({ name: 'redis', check: async () => ({ ok: false, why: 'away' }) });
    expect((await get('/readyz')).body).toBe('{"status":"not ready"}');
    expect((await get('/readyz', bearer)).body).toContain('away');
    const wrong = { authorization: 'Bearer another-token-of-some-length' };
    expect((await get('/readyz', wrong)).body).toBe('{"status":"not ready"}');
  });

  it('is ready where the process stood still, and a part has answered meanwhile', async () => {
    const readiness = new Readiness(100);
    readiness.add({
      name: 'redis',
      check: async () => {
        setImmediate(() => {
          for (const begin = performance.now(); performance.now() - begin < 150;);
        });
        // What has come is read after the timers that are due.
        await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
        return { ok: true };
      },
    });
    expect(await readiness.report()).toEqual({ ready: true, reasons: {} });
  });

  it('is not ready when a part does not answer, and asks it once for all waiting requests', async () => {
    const readiness = new Readiness(50);
    let asked = 0;
    readiness.add({
      name: 'redis',
      check: () => {
        asked += 1;
        return new Promise(() => {});
      },
    });
    const reports = await Promise.all([readiness.report(), readiness.report()]);
    expect(reports[1]).toEqual({ ready: false, reasons: { redis: 'no answer in 50 ms' } });
    expect(asked).toBe(1);
  });

  it('gives the metrics after collectors brought them up to date', async () => {
    await listen();
    const collectors = app!.get(MetricCollectors);
    collectors.add({
      name: 'buffers',
      collect: async () => metrics.bufferEvents.set(7, 'shop'),
    });
    collectors.add({ name: 'queues', collect: () => Promise.reject(new Error('viewer text')) });
    const { status, headers, body } = await get('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('relay_buffer_events{bridge="shop"} 7');
    expect(logLines.join('')).toContain('"reason":"queues"');
    expect(logLines.join('')).not.toContain('viewer');
  });

  it.each(['/', '/metrics', '/api/status', '/none'])('keeps %s from others', async (path) => {
    await listen(TOKEN);
    const status = path === '/none' ? 404 : 401;
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: `Basic ${TOKEN}` },
      { authorization: TOKEN },
    ]) {
      expect((await get(path, headers as Record<string, string>)).status).toBe(status);
    }
    expect((await get(path, bearer)).status).toBe(path === '/none' ? 404 : 200);
  });

  it('without a token serves only requests addressed to this machine', async () => {
    await listen();
    for (const host of ['127.0.0.1:3000', 'localhost:3000', '[::1]:3000', 'localhost']) {
      expect((await get('/api/status', { host })).status).toBe(200);
    }
    for (const host of ['evil.example:3000', 'localhost.evil.example', '10.0.0.1']) {
      expect((await get('/api/status', { host })).status).toBe(401);
    }
  });

  it('answers 503 where the ledger cannot be read, without a word of the error', async () => {
    await listen();
    statusAnswer = () => Promise.reject(new Error('viewer text'));
    const { status, body } = await get('/api/status');
    expect(status).toBe(503);
    expect(body).toContain('The ledger cannot be read. /readyz says');
    expect(logLines.join('')).toContain('status_failed');
    expect(body + logLines.join('')).not.toContain('viewer');
  });

  it('names no software in its headers, and lets no browser run a script', async () => {
    await listen();
    const { headers } = await get('/');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('keeps nothing of a body that is too large', async () => {
    await listen();
    const body = JSON.stringify('x'.repeat(BODY_BYTES_MAX));
    const answer = await fetch(`http://127.0.0.1:${port()}/api/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(413);
    expect(await answer.text()).not.toContain('xx');
  });

  it('answers an upgrade without a handler like every request, and closes', async () => {
    await listen(TOKEN);
    for (const [path, status] of [
      ['/healthz', 200],
      ['/api/status', 401],
      ['/ingest/shop', 404],
    ] as const) {
      const client = connect(port(), '127.0.0.1');
      let answer = '';
      client.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
      client.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n\r\n`);
      await once(client, 'close');
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    }
  });

  it('bounds the time and number of connections', async () => {
    await listen();
    expect(app!.getHttpServer()).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      maxConnections: 2944,
    });
  });
});
