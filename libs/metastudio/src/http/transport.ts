import type { Secret } from '#secret';
import type { Dispatcher, Pool } from 'undici';
import { introduce, introduced } from './introduce.js';
import { LateTransport, type Transport } from './late-transport.js';
import { pastContinue } from './past-continue.js';
import { undici } from './undici.js';

export interface TransportOptions {
  /** @defaultValue 16 */
  readonly connectionsPerOrigin?: number | undefined;
  /** @defaultValue 5000 */
  readonly connectTimeoutMs?: number | undefined;
  readonly proxy?: ForwardProxy | undefined;
}

/**
 * Forward proxies, as the environment names them; their URLs may hold a password. Without
 * `httpsProxy`, https goes through `httpProxy`.
 */
export interface ForwardProxy {
  readonly httpsProxy?: Secret | undefined;
  readonly httpProxy?: Secret | undefined;
  /** Hosts that are reached directly, as in `NO_PROXY`. */
  readonly noProxy?: string | undefined;
}

/**
 * The connections of one project: kept alive, bounded in number, one request at a time on each.
 * Every request has our user agent. The caller closes them.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  return new LateTransport(() => connectionsOf(options).compose(introduce));
}

function connectionsOf(options: TransportOptions): Dispatcher {
  const { connectionsPerOrigin = 16, connectTimeoutMs = 5000, proxy } = options;
  const agentOptions = {
    connections: connectionsPerOrigin,
    pipelining: 1,
    maxOrigins: ORIGINS_MAX,
    connect: { timeout: connectTimeoutMs },
    maxHeaderSize: HEADER_BYTES_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS_MAX,
    factory: poolOf,
  };
  const httpsProxy = proxy?.httpsProxy?.reveal() ?? '';
  const httpProxy = proxy?.httpProxy?.reveal() ?? '';
  if (httpsProxy === '' && httpProxy === '') return new (undici().Agent)(agentOptions);
  return new (undici().EnvHttpProxyAgent)({
    ...agentOptions,
    // Passed even if empty, so that undici does not read the environment.
    httpProxy,
    httpsProxy,
    noProxy: proxy?.noProxy ?? '',
    proxyTls: { timeout: connectTimeoutMs },
    requestTls: { timeout: connectTimeoutMs },
    clientFactory: (origin, poolOptions) =>
      proxyPool(origin, { ...poolOptions, headersTimeout: connectTimeoutMs }),
  });
}

/** The connections to MetaStudio, through a tunnel or not. */
function poolOf(origin: string | URL, { connect, ...options }: Pool.Options): Pool {
  const { buildConnector, Pool } = undici();
  const connector = typeof connect === 'function' ? connect : buildConnector({ ...connect });
  return new Pool(origin, { ...options, connect: pastContinue(connector) });
}

/**
 * The connections to a proxy. When a proxy closes the connection on a CONNECT, undici's client
 * reconnects without a pause, thousands of times a second and for ever; any other error fails the
 * waiting requests, as it should. Undici also leaves out a user without a password, and does not
 * tell what a proxy answers that refuses.
 */
function proxyPool(address: URL, options: Pool.Options): Pool {
  const pool = new (undici().Pool)(address, options);
  const connect = pool.connect.bind(pool);
  const authorization = authorizationOf(address);
  pool.connect = async (given: Dispatcher.ConnectOptions) => {
    const headers = { ...introduced(given.headers), ...authorization };
    const { socket, statusCode, ...others } = await connect({ ...given, headers }).catch(
      (cause: unknown) => {
        throw new ProxyFailedError('PROXY_CONNECT_FAILED', cause);
      },
    );
    if (statusCode === 200) return { socket, statusCode, ...others };
    socket.on('error', () => {}).destroy();
    throw new ProxyFailedError(`PROXY_ANSWERED_${statusCode}`);
  };
  return pool;
}

function authorizationOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

class ProxyFailedError extends Error {
  override readonly name = 'ProxyFailedError';

  constructor(
    readonly code: string,
    cause?: unknown,
  ) {
    super('The proxy did not connect.', { cause });
  }
}

/** Below the 60 s after which gateways close idle connections: a request must not meet a close. */
const KEEP_ALIVE_MS = 20_000;
/** Where the server says how long it waits, undici stops two seconds before that. */
const KEEP_ALIVE_MS_MAX = 50_000;
/** IAM sends its token in a header, which may be larger than Node's 16 KiB. */
const HEADER_BYTES_MAX = 65_536;
/**
 * The endpoint, and the hosts that issued URLs name: each room may have one of its own. More than a process parks
 * rooms, since what is beyond is refused until another has been idle for long.
 */
const ORIGINS_MAX = 4096;
