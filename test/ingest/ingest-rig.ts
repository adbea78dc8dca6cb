import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { WebSocket } from 'ws';
import { createLogger, NestLogger, RelayLog, RelayMetrics } from '#telemetry';
import type { PortLimits } from '../../apps/relay/src/console/port-slots.js';
import type { IngestLimits } from '../../apps/relay/src/ingest/ingest.endpoint.js';
import { Ingest } from '../../apps/relay/src/ingest/ingest.js';
import type { SocketLimits } from '../../apps/relay/src/ingest/ingest-socket.js';
import { createRelayApp } from '../../apps/relay/src/relay-http.js';
import { answered } from '../support/answered.js';
import { ConfigFile, SOURCES } from '../support/config-file.js';
import { MadeRelay } from '../support/made-relay.js';
import { uniquePrefix, type RedisServer } from '../support/redis-server.js';

/** A job without a reporter: pushed events stay in its buffer, where tests read them. */
export const TARGET = { roomId: '24bad716-87b1-45e5-8912-6102f7693265', jobId: 'job-1' };

export interface IngestSetup {
  readonly redis: RedisServer;
  /** The source of each bridge, by its name. */
  readonly sources: Readonly<Record<string, object>>;
  /** The keys of every target besides its room and its job. */
  readonly target?: object;
  /** The keys of every bridge besides its name, source and target. */
  readonly bridge?: object;
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

/** The text of a comment. */
export function textOf({ content }: BufferedEvent): string {
  return String((JSON.parse(content) as { content?: unknown }).content);
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

interface Made {
  readonly app: INestApplication;
  readonly logLines: string[];
  readonly metrics: RelayMetrics;
  readonly file: ConfigFile;
}

/** A collector with its HTTP, on real sockets and a real Redis, without a reporter. */
export class IngestRig {
  readonly metrics: RelayMetrics;
  readonly logLines: string[];
  /** Its configuration, which may change. */
  readonly file: ConfigFile;
  readonly relay: MadeRelay;
  readonly ingest: Ingest;
  readonly #app: INestApplication;
  readonly #sockets: WebSocket[] = [];

  private constructor({ app, logLines, metrics, file }: Made) {
    this.#app = app;
    this.logLines = logLines;
    this.metrics = metrics;
    this.file = file;
    this.relay = new MadeRelay(app);
    this.ingest = app.get(Ingest, { strict: false });
  }

  /** Answers HTTP requests, before the collector has started. */
  static async listen(setup: IngestSetup): Promise<IngestRig> {
    const logLines: string[] = [];
    const destination = { write: (line: string) => void logLines.push(line) };
    const logger = createLogger({ level: 'debug', destination, pretty: false });
    const metrics = new RelayMetrics();
    const file = fileOf(setup);
    const { config, store } = file;
    const log = new RelayLog(logger);
    const limits = { portLimits: setup.slots, ingestLimits: setup.limits };
    const parts = { config, store, sources: SOURCES, environment: {}, metrics, log, ...limits };
    const app = await createRelayApp(parts, new NestLogger(logger));
    await app.listen(0, '127.0.0.1');
    return new IngestRig({ app, logLines, metrics, file });
  }

  static async start(setup: IngestSetup): Promise<IngestRig> {
    const rig = await IngestRig.listen(setup);
    return rig.collect();
  }

  /** Starts the collector. Until then pushes are answered with 503. */
  async collect(): Promise<this> {
    await this.relay.start();
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    await this.relay.stop();
    this.file.remove();
  }

  get port(): number {
    return (this.#app.getHttpServer().address() as AddressInfo).port;
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
    const { ledger, redis, keys } = this.relay;
    const entries = await answered(async () => {
      const [target = ''] = await ledger.targets();
      return redis.xrange(keys.of(target).events, '-', '+');
    });
    const events: BufferedEvent[] = [];
    for (const [, fields] of entries) {
      const fragments = fields[fields.indexOf('d') + 1]!;
      events.push(...(JSON.parse(`[${fragments.replace(/,$/, '')}]`) as BufferedEvent[]));
    }
    return events;
  }

  async metric(series: string): Promise<number> {
    const { body } = await this.metrics.text();
    const line = String(body)
      .split('\n')
      .find((one) => one.startsWith(`${series} `));
    return line === undefined ? 0 : Number(line.slice(series.length + 1));
  }
}

/** The configuration of a collector, parsed from a text. */
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
    return { name, source, target: { ...TARGET, ...setup.target }, ...setup.bridge };
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

/** Sends a request on a connection of its own. */
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
