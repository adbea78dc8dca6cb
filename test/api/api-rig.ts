import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import { connect, type AddressInfo } from 'node:net';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { redisReady } from '#event-buffer';
import type { RelayConfig } from '#config';
import { createLogger, NestLogger, RelayLog, RelayMetrics } from '#telemetry';
import { ApiDocument } from '../../apps/relay/src/api/docs/api-document.js';
import { createApi } from '../../apps/relay/src/api/create-api.js';
import { consoleModule } from '../../apps/relay/src/console/console.module.js';
import { createHttpApp } from '../../apps/relay/src/console/http-app.js';
import { PortSlots } from '../../apps/relay/src/console/port-slots.js';
import { Relay } from '../../apps/relay/src/service/relay.js';
import { LedgerStatusReader } from '../../apps/relay/src/status/ledger-status.reader.js';
import { ConfigFile, SOURCES } from '../support/config-file.js';
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
  readonly bridges?: readonly object[];
  /** The `api` of the file. */
  readonly api?: object;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Of JSON; otherwise empty. */
  readonly body: Record<string, unknown>;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  /** Becomes JSON, unless it is a text. */
  readonly body?: unknown;
}

/** A console process with its HTTP on a real port and a real Redis; nothing collects or reports. */
export class ApiRig {
  readonly logLines: string[] = [];
  readonly metrics = new RelayMetrics();
  readonly relay: Relay;
  readonly config: RelayConfig;
  readonly file: ConfigFile;
  readonly prefix: string;
  readonly #logger: Logger;
  readonly #log: RelayLog;
  #app: INestApplication | undefined;

  private constructor(setup: ApiSetup) {
    const destination = { write: (line: string) => void this.logLines.push(line) };
    this.#logger = createLogger({ level: 'debug', destination, pretty: false });
    this.#log = new RelayLog(this.#logger);
    this.prefix = setup.prefix ?? uniquePrefix().replace(':', '-');
    this.file = fileOf(setup, this.prefix);
    const { config, store } = this.file;
    this.config = config;
    const { metrics } = this;
    this.relay = new Relay({
      config,
      store,
      environment: environmentOf(setup),
      sources: SOURCES,
      metrics,
      log: this.#log,
    });
  }

  static async start(setup: ApiSetup): Promise<ApiRig> {
    const rig = new ApiRig(setup);
    await redisReady(rig.relay.redis);
    await rig.relay.catalogue.open();
    const { relay, config } = rig;
    const slots = new PortSlots(() => {});
    const { door, ...api } = createApi({ relay, config, log: rig.#log, slots, sources: SOURCES });
    const statusReader = new LedgerStatusReader(rig.relay.ledger);
    const module = consoleModule({ ...api, metrics: rig.metrics, log: rig.#log, statusReader });
    const nestLogger = new NestLogger(rig.#logger);
    rig.#app = await createHttpApp(module, nestLogger, slots, door);
    rig.#app.get(ApiDocument, { strict: false }).of(rig.#app);
    await rig.#app.listen(0, '127.0.0.1');
    return rig;
  }

  async stop(): Promise<void> {
    await this.relay.stop();
    await this.#app?.close();
    this.file.remove();
  }

  get port(): number {
    return (this.#app!.getHttpServer().address() as AddressInfo).port;
  }

  /** One request on a connection of its own. */
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

  /** Sends bytes as they are, and gives all that comes back until the connection closes. */
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
  const text = JSON.stringify({
    metastudio: setup.metastudio ?? {
      endpoint: 'http://127.0.0.1:9',
      projectId: 'p',
      auth: { type: 'token', token: 'a-token' },
    },
    bridges: setup.bridges ?? [
      { name: 'shop', source: { type: 'push' }, target: { roomId: ROOM, jobId: 'job-1' } },
    ],
    redis: { prefix },
    ...(setup.api === undefined ? {} : { api: setup.api }),
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
