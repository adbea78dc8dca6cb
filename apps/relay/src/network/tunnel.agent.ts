import { USER_AGENT } from '#agent';
import {
  Agent,
  request as httpRequest,
  type ClientRequest,
  type ClientRequestArgs,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

/** A proxy did not open the tunnel. */
class TunnelError extends Error {
  override readonly name = 'TunnelError';

  /** @param code `PROXY_TIMEOUT`, or `PROXY_ANSWERED_407` and the like. */
  constructor(readonly code: string) {
    super('The proxy did not connect.');
  }
}

/** How long a proxy may take to connect, in ms. */
const TUNNEL_TIMEOUT_MS = 10_000;

/** The callbacks for the outcome of a tunnel, of which one is called. */
interface Awaiting {
  opened(socket: Duplex): void;
  failed(error: Error): void;
}

/** As Node's agent passes them on. */
interface ConnectionArgs extends ClientRequestArgs {
  /** The request that waits for the connection. */
  readonly waiting?: ClientRequest;
}

/**
 * Connects through an HTTP proxy, with a tunnel (`CONNECT`) for each connection: the proxy sees
 * only host and port. A tunnel that is not there in time, or that nobody waits for any more, is
 * given up, so that a proxy that hangs holds no sockets.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-connect
 */
export class TunnelAgent extends Agent {
  /** The protocol of the address, not of the proxy: Node checks it. */
  readonly protocol: 'http:' | 'https:';
  readonly #proxy: URL;
  readonly #timeoutMs: number;

  /**
   * @param proxy may hold a user and a password.
   * @param isSecure whether what is behind the tunnel is spoken to over TLS.
   */
  constructor(proxy: URL, isSecure: boolean, timeoutMs = TUNNEL_TIMEOUT_MS) {
    super({ keepAlive: false });
    this.protocol = isSecure ? 'https:' : 'http:';
    this.#proxy = proxy;
    this.#timeoutMs = timeoutMs;
  }

  /** Node calls it with the request, which {@link createConnection} does not get. */
  createSocket(waiting: ClientRequest, args: ClientRequestArgs, done: unknown): void {
    // Node's types do not declare it.
    const base = Agent.prototype as unknown as { createSocket: TunnelAgent['createSocket'] };
    base.createSocket.call(this, waiting, { ...args, waiting }, done);
  }

  override createConnection(
    args: ConnectionArgs,
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const { host, port, waiting } = args;
    const target = `${host?.includes(':') ? `[${host}]` : host}:${port}`;
    const tunnel = openTunnel(this.#proxy, target, this.#timeoutMs, {
      opened: (socket) => done?.(null, this.protocol === 'http:' ? socket : secured(socket, args)),
      failed: (error) => (done as ((error: Error) => void) | undefined)?.(error),
    });
    // A request without a socket yet says `close` only once it has one.
    for (const end of ['abort', 'close']) waiting?.once(end, () => tunnel.destroy());
  }
}

/** `args` holds the name that the certificate must have. */
function secured(socket: Duplex, args: ConnectionArgs): Duplex {
  return connectTls({ ...(args as ConnectionOptions), socket, ALPNProtocols: ['http/1.1'] });
}

function openTunnel(
  proxy: URL,
  target: string,
  timeoutMs: number,
  awaiting: Awaiting,
): ClientRequest {
  const isSecure = proxy.protocol === 'https:';
  const request = (isSecure ? httpsRequest : httpRequest)({
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? (isSecure ? 443 : 80) : proxy.port,
    path: target,
    headers: { host: target, 'user-agent': USER_AGENT, ...authorizationOf(proxy) },
    agent: false,
  });
  const timer = setTimeout(() => request.destroy(new TunnelError('PROXY_TIMEOUT')), timeoutMs);
  request.once('connect', ({ statusCode = 0 }, socket, head) => {
    // The far end never speaks first, so `head` is empty.
    if (statusCode >= 200 && statusCode < 300 && head.length === 0) return awaiting.opened(socket);
    socket.destroy();
    awaiting.failed(new TunnelError(`PROXY_ANSWERED_${statusCode}`));
  });
  request.on('error', (error) => awaiting.failed(error));
  request.once('close', () => clearTimeout(timer));
  request.end();
  return request;
}

function authorizationOf({ username, password }: URL): { 'proxy-authorization'?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
