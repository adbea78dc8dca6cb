import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import { redisReady } from '#event-buffer';
import type { RelayConfig } from '#config';
import { createLogger, NestLogger, RelayLog, RelayMetrics } from '#telemetry';
import { Tokens } from '../../apps/relay/src/console/access/tokens.js';
import { consoleModule } from '../../apps/relay/src/console/console.module.js';
import { portTelemetry } from '../../apps/relay/src/console/guard-port.js';
import { createHttpApp } from '../../apps/relay/src/console/http-app.js';
import { PortSlots, type PortLimits } from '../../apps/relay/src/console/port-slots.js';
import type { IngestLimits } from '../../apps/relay/src/ingest/ingest.endpoint.js';
import { Ingest } from '../../apps/relay/src/ingest/ingest.js';
import { ingestTelemetry } from '../../apps/relay/src/ingest/ingest-listener.js';
import { IngestHost } from '../../apps/relay/src/ingest/ingest.host.js';
import type { SocketLimits } from '../../apps/relay/src/ingest/ingest-socket.js';
import { Relay } from '../../apps/relay/src/service/relay.js';
import { ConfigFile, SOURCES } from '../support/config-file.js';
import { uniquePrefix, type RedisServer } from '../support/redis-server.js';

/** A job that no test reports to: what is pushed stays in its buffer, to be looked at. */
export const TARGET = { roomId: '24bad716-87b1-45e5-8912-6102f7693265', jobId: 'job-1' };

export interface IngestSetup {
  readonly redis: RedisServer;
  /** The source of each bridge, by its name. */
  readonly sources: Readonly<Record<string, object>>;
  readonly limits?: Partial<IngestLimits & SocketLimits>;
  readonly slots?: Partial<PortLimits>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly prefix?: string;
  readonly maxEvents?: number;
}

/** An event as a report would hold it. */
export interface BufferedEvent {
  readonly content: string;
}

/** What was written, of a comment. */
export function textOf({ content }: BufferedEvent): string {
  return String((JSON.parse(content) as { content?: unknown }).content);
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** A collector with its HTTP, on real sockets and a real Redis, without a reporter. */
export class IngestRig {
  readonly metrics = new RelayMetrics();
  readonly logLines: string[] = [];
  /** Its configuration, which may change. */
  readonly file: ConfigFile;
  readonly relay: Relay;
  readonly ingest: Ingest;
  readonly #logger: Logger;
  readonly #log: RelayLog;
  readonly #config: RelayConfig;
  readonly #sockets: WebSocket[] = [];
  #app: INestApplication | undefined;

  private constructor(setup: IngestSetup) {
    const destination = { write: (line: string) => void this.logLines.push(line) };
    this.#logger = createLogger({ level: 'debug', destination, pretty: false });
    this.#log = new RelayLog(this.#logger);
    this.file = fileOf(setup);
    const { config, store } = this.file;
    this.#config = config;
    const { metrics } = this;
    const log = this.#log;
    this.relay = new Relay({ config, store, sources: SOURCES, environment: {}, metrics, log });
    this.ingest = new Ingest({
      loopback: config.process.loopback,
      listener: ingestTelemetry(metrics, this.#log),
      ...(setup.limits === undefined ? {} : { limits: setup.limits }),
    });
  }

  /** Answers on HTTP; nothing collects yet. */
  static async listen(setup: IngestSetup): Promise<IngestRig> {
    const rig = new IngestRig(setup);
    const tokens = new Tokens(rig.#config.process);
    const parts = { tokens, metrics: rig.metrics, log: rig.#log };
    const nestLogger = new NestLogger(rig.#logger);
    const slots = new PortSlots(portTelemetry(rig.metrics, rig.#log), setup.slots);
    rig.#app = await createHttpApp(consoleModule(parts), nestLogger, slots, rig.ingest.handle);
    await rig.relay.catalogue.open();
    const { access } = rig.ingest;
    await rig.relay.catalogue.attach(
      new IngestHost({ access, sources: SOURCES, opened: () => undefined }),
    );
    rig.ingest.attach(rig.#app.getHttpServer(), slots);
    await rig.#app.listen(0, '127.0.0.1');
    return rig;
  }

  static async start(setup: IngestSetup): Promise<IngestRig> {
    const rig = await IngestRig.listen(setup);
    return rig.collect();
  }

  /** Has the collector start: until then pushes are answered with 503. */
  async collect(): Promise<this> {
    // A program has its connection by then: one that has not looks again half a second later.
    await redisReady(this.relay.redis);
    await this.relay.start(AbortSignal.timeout(10_000));
    this.ingest.open(this.relay.pushes!);
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    this.ingest.close();
    await this.relay.stop();
    await this.#app?.close();
    this.file.remove();
  }

  get port(): number {
    return (this.#app!.getHttpServer().address() as AddressInfo).port;
  }

  async post(
    bridge: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answered> {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return ask(this.port, `/ingest/${bridge}`, 'POST', bytes, headers);
  }

  async ask(method: string, path: string, headers = {}): Promise<Answered> {
    return ask(this.port, path, method, '', headers);
  }

  /** Opens a WebSocket; resolves when it is open, rejects with the status of a refusal. */
  async socket(path: string, headers: Readonly<Record<string, string>> = {}): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/ingest/${path}`, { headers });
    this.#sockets.push(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(socket));
      socket.once('unexpected-response', (_request, response) => {
        reject(new Error(`status ${response.statusCode ?? 0}`));
        socket.terminate();
      });
      socket.on('error', () => {});
    });
  }

  /** Every event in the buffer, in order. */
  async buffered(): Promise<BufferedEvent[]> {
    const [target = ''] = await this.relay.ledger.targets();
    const events: BufferedEvent[] = [];
    for (const [, fields] of await this.relay.redis.xrange(
      this.relay.keys.of(target).events,
      '-',
      '+',
    )) {
      const fragments = fields[fields.indexOf('d') + 1]!;
      events.push(...(JSON.parse(`[${fragments.replace(/,$/, '')}]`) as BufferedEvent[]));
    }
    return events;
  }

  async metric(series: string): Promise<number> {
    const { body } = await this.metrics.text();
    const line = body.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? 0 : Number(line.slice(series.length + 1));
  }
}

/** The configuration of a collector, as text would give it. */
export function fileOf(setup: IngestSetup): ConfigFile {
  const environment = {
    REDIS_URL: setup.redis.url,
    RELAY_ROLES: 'collector',
    ...setup.environment,
  };
  return new ConfigFile(textOfFile(setup), environment);
}

/** The text of the file. */
export function textOfFile(setup: Omit<IngestSetup, 'redis'>): string {
  const bridges = Object.entries(setup.sources).map(([name, source]) => {
    return { name, source, target: TARGET };
  });
  return JSON.stringify({
    metastudio: {
      endpoint: 'http://127.0.0.1:9',
      projectId: 'p',
      auth: { type: 'token', token: 'a-token' },
    },
    bridges,
    buffer: { maxEvents: setup.maxEvents ?? 100_000 },
    redis: { prefix: setup.prefix ?? uniquePrefix().replace(':', '-') },
  });
}

/** Asks with one request on a connection of its own. */
export async function ask(
  port: number,
  path: string,
  method: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  const type = method === 'POST' ? { 'content-type': 'application/json' } : {};
  const asked = httpRequest({
    host: '127.0.0.1',
    port,
    path,
    method,
    agent: false,
    headers: { ...type, ...headers },
  });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
