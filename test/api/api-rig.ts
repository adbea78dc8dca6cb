import type { INestApplication } from '@nestjs/common';
import { connect, type AddressInfo } from 'node:net';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { redisReady } from '#event-buffer';
import type { RelayConfig } from '#config';
import { createLogger, NestLogger, RelayLog, RelayMetrics } from '#telemetry';
import type { PortLimits } from '../../apps/relay/src/console/port-slots.js';
import { createRelayApp } from '../../apps/relay/src/relay-http.js';
import { ConfigFile, SOURCES } from '../support/config-file.js';
import { HANGS_MS } from '../support/eventually.js';
import { MadeRelay } from '../support/made-relay.js';
import { uniquePrefix, type RedisServer } from '../support/redis-server.js';

export const TOKEN = 'an-operator-of-32-characters-or-so';
export const VIEWER = 'a-viewer-of-32-characters-or-more';
export const ROOM = '24bad716-87b1-45e5-8912-6102f7693265';
export const bearer = { authorization: `Bearer ${TOKEN}` };
export const viewer = { authorization: `Bearer ${VIEWER}` };

export interface ApiSetup {
  readonly redis: RedisServer;
  /** @defaultValue both tokens */
  readonly environment?: Readonly<Record<string, string>>;
  readonly prefix?: string;
  readonly metastudio?: object;
  /** In place of `metastudio`. */
  readonly projects?: object;
  readonly bridges?: readonly object[];
  /** The `api` of the file. */
  readonly api?: object;
  /** The `console` of the file. */
  readonly console?: object;
  readonly trail?: string;
  /** How many connections the port holds. */
  readonly slots?: Partial<PortLimits>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; empty if it is none. */
  readonly body: Record<string, unknown>;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  /** The body: a text as it is, anything else as JSON. */
  readonly body?: unknown;
}

interface Made {
  readonly app: INestApplication;
  readonly logLines: string[];
  readonly metrics: RelayMetrics;
  readonly prefix: string;
  readonly file: ConfigFile;
}

/** A process with the role console alone, on a real port and a real Redis. */
export class ApiRig {
  readonly relay: MadeRelay;
  readonly #made: Made;

  private constructor(made: Made) {
    this.#made = made;
    this.relay = new MadeRelay(made.app);
  }

  static async start(setup: ApiSetup): Promise<ApiRig> {
    const logLines: string[] = [];
    const destination = { write: (line: string) => void logLines.push(line) };
    const logger = createLogger({ level: 'debug', destination, pretty: false });
    const metrics = new RelayMetrics();
    const prefix = setup.prefix ?? uniquePrefix().replace(':', '-');
    const file = fileOf(setup, prefix);
    const { config, store } = file;
    const environment = environmentOf(setup);
    const log = new RelayLog(logger);
    const shared = { config, store, environment, sources: SOURCES, metrics, log };
    const parts = { ...shared, portLimits: setup.slots };
    const app = await createRelayApp(parts, new NestLogger(logger));
    const rig = new ApiRig({ app, logLines, metrics, prefix, file });
    await redisReady(rig.relay.redis, HANGS_MS);
    await rig.relay.catalogue.open();
    await app.listen(0, '127.0.0.1');
    return rig;
  }

  async stop(): Promise<void> {
    await this.relay.stop();
    this.file.remove();
  }

  get logLines(): string[] {
    return this.#made.logLines;
  }

  get metrics(): RelayMetrics {
    return this.#made.metrics;
  }

  get file(): ConfigFile {
    return this.#made.file;
  }

  get config(): RelayConfig {
    return this.#made.file.config;
  }

  get prefix(): string {
    return this.#made.prefix;
  }

  get port(): number {
    return (this.#made.app.getHttpServer().address() as AddressInfo).port;
  }

  /** Sends a request on a connection of its own. */
  async ask(method: string, path: string, { headers = {}, body }: Asking = {}): Promise<ApiAnswer> {
    const bytes = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          port: this.port,
          host: '127.0.0.1',
          path,
          method,
          agent: false,
          headers: { ...type, ...headers },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => {
            const { statusCode = 0, headers: answered } = response;
            resolve({ status: statusCode, headers: answered, text, body: blockOf(text) });
          });
        },
      );
      request.on('error', reject).end(bytes);
    });
  }

  /** Sends bytes as they are, and returns everything received until the connection closes. */
  async raw(bytes: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1');
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      socket.once('close', () => resolve(text)).once('error', reject);
      socket.write(bytes);
    });
  }
}

function blockOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function fileOf(setup: ApiSetup, prefix: string): ConfigFile {
  const metastudio = setup.metastudio ?? {
    endpoint: 'http://127.0.0.1:9',
    projectId: 'p',
    auth: { type: 'token', token: 'a-token' },
  };
  const text = JSON.stringify({
    ...(setup.projects === undefined ? { metastudio } : { projects: setup.projects }),
    bridges: setup.bridges ?? [
      { name: 'shop', source: { type: 'push' }, target: { roomId: ROOM, jobId: 'job-1' } },
    ],
    redis: { prefix },
    ...(setup.api === undefined ? {} : { api: setup.api }),
    ...(setup.console === undefined ? {} : { console: setup.console }),
    ...(setup.trail === undefined ? {} : { trail: setup.trail }),
  });
  return new ConfigFile(text, environmentOf(setup));
}

function environmentOf(setup: ApiSetup): Readonly<Record<string, string>> {
  const tokens = { RELAY_API_TOKEN: TOKEN, RELAY_VIEWER_TOKEN: VIEWER };
  return {
    REDIS_URL: setup.redis.url,
    RELAY_ROLES: 'console',
    ...(setup.environment ?? tokens),
  };
}
