import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { BUILD_MS_MAX, ensureBuilt, ROOT, runLiveRelay } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { RelayProcess } from '../../support/relay-process.js';
import { Stage } from '../../support/stage.js';

interface WrittenSpan {
  readonly name: string;
  readonly id: string;
  readonly parent?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number; readonly message?: string };
}

const ERROR = 2;

/** The page's set-up, with an exporter that writes spans into a file. */
function setUp(to: string): string {
  const page = readFileSync(join(ROOT, 'docs/TRACING.md'), 'utf8');
  const [, shown = ''] = /<!-- tracing.mjs -->\n+```js\n(.*?)```/su.exec(page) ?? [];
  const sdk = pathToFileURL(
    join(ROOT, 'node_modules/@opentelemetry/sdk-trace-node/build/src/index.js'),
  );
  const exporter = `import { appendFileSync } from 'node:fs';
class OTLPTraceExporter {
  export(spans, done) {
    for (const span of spans) {
      const { name, attributes, status, parentSpanContext } = span;
      const [id, parent] = [span.spanContext().spanId, parentSpanContext?.spanId];
      const line = JSON.stringify({ name, attributes, status, id, parent });
      appendFileSync(${JSON.stringify(to)}, line + '\\n');
    }
    done({ code: 0 });
  }
  async shutdown() {}
}`;
  return shown
    .replace(/^import \{ OTLPTraceExporter \}.*$/mu, exporter)
    .replace(
      `import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'`,
      `import sdk from '${sdk.href}';\nconst { BatchSpanProcessor, NodeTracerProvider } = sdk`,
    );
}

describe('traces', () => {
  beforeAll(ensureBuilt, BUILD_MS_MAX);

  it(
    'are set up as the page says also in a folder whose name holds a blank',
    Stage.of(async (stage) => {
      const cwd = mkdtempSync(join(tmpdir(), 'live-relay tracing-'));
      stage.opens({ stop: async () => rmSync(cwd, { recursive: true }) });
      writeFileSync(join(cwd, 'tracing.mjs'), 'console.error("is set up");');
      const page = readFileSync(join(ROOT, 'docs/TRACING.md'), 'utf8');
      const [, told = ''] = /^NODE_OPTIONS="([^"]*)" /mu.exec(page) ?? [];
      const env = { NODE_OPTIONS: told.replaceAll('$PWD', cwd) };
      const { code, stderr } = await runLiveRelay(['--version'], { cwd, env });
      expect([code, stderr]).toEqual([0, 'is set up\n']);
    }),
  );

  it(
    'have a span for each report and its settling, and none for an event, with whatever SDK --import brings',
    Stage.of(async (stage) => {
      const folder = mkdtempSync(join(tmpdir(), 'live-relay-tracing-'));
      stage.opens({ stop: async () => rmSync(folder, { recursive: true }) });
      const spansFile = join(folder, 'spans.jsonl');
      writeFileSync(join(folder, 'tracing.mjs'), setUp(spansFile));
      const redis = await RedisServer.shared();
      const simulator = stage.opens(await new Simulator({ rooms: 1 }).start());
      simulator.fault({ status: 503, requests: 1 });
      const [{ roomId }] = simulator.rooms as [Simulator['rooms'][number]];
      const relay = await RelayProcess.start({
        redisUrl: redis.url,
        simulator,
        prefix: uniquePrefix().replace(':', '-'),
        bridges: [{ name: 'shop', source: { type: 'push', token: '${PUSH}' }, target: { roomId } }],
        environment: {
          PUSH: 'token-of-the-pusher',
          NODE_OPTIONS: `--import ${join(folder, 'tracing.mjs')}`,
          OTEL_BSP_SCHEDULE_DELAY: '100',
        },
      });
      stage.opens({ stop: async () => relay.end() });
      const { port } = await relay.logged('started');
      const comment = {
        type: 'comment',
        user: { id: '7', name: 'Kim' },
        text: 'words-of-a-viewer',
      };
      const pushed = await fetch(
        `http://127.0.0.1:${String(port)}/ingest/shop?token=token-of-the-pusher`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify([comment, { ...comment, text: 'more-words' }]),
        },
      );
      expect(pushed.ok).toBe(true);
      const spans = await eventually(
        () => {
          if (!existsSync(spansFile)) return undefined;
          const lines = readFileSync(spansFile, 'utf8').split('\n').slice(0, -1);
          const written = lines.map((line) => JSON.parse(line) as WrittenSpan);
          return written.some(({ name }) => name === 'report.settle') ? written : undefined;
        },
        'spans are written',
        60_000,
      );
      const reports = spans.filter(({ name }) => name === 'report');
      const refused = reports.find(({ status }) => status.code === ERROR);
      expect(refused).toMatchObject({
        attributes: { 'live_relay.outcome': 'server-error', 'live_relay.events': 2 },
        status: { message: 'server-error' },
      });
      const delivered = reports.find(({ status }) => status.code !== ERROR)!;
      expect(delivered.attributes).toMatchObject({
        'live_relay.target': `default/${roomId}`,
        'live_relay.events': 2,
        'live_relay.outcome': 'delivered',
        'http.response.status_code': 200,
        'metastudio.request_id': expect.any(String) as string,
      });
      const settles = spans.filter(({ name }) => name === 'report.settle');
      expect(settles.map(({ parent }) => parent)).toContain(delivered.id);
      const all = JSON.stringify(spans);
      const { accessKey, secretKey } = simulator.settings;
      for (const secret of [
        'words',
        'Kim',
        'token-of',
        'auth_key',
        'http://',
        accessKey,
        secretKey,
      ]) {
        expect(all).not.toContain(secret);
      }
    }),
    180_000,
  );
});
