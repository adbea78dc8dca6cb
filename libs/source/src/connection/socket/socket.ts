import { USER_AGENT } from '#agent';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import type { ClientOptions, WebSocket } from 'ws';
import { dial } from './dial.js';
import { webSockets } from './web-sockets.js';
import { ADDRESS_REFUSED, endOfFailure, type ConnectionEnd } from '../reconnect/end.js';
import type { Portions } from './feed.js';
import { FrameMeter } from './frame-meter.js';
import type { ConnectionOptions } from '../options.js';
import { FRAME_WORK } from './slice.js';
import type { ConnectTo } from '../../source-protocol.js';
import type { WireListener } from '../../wire/wire.js';
import { bilingual } from '../../bilingual.js';

/**
 * Begins to connect.
 * @param meter counts work that no event of the socket shows.
 * @returns how the attempt ended, if it cannot even begin.
 */
export function openSocket(
  to: ConnectTo,
  options: ConnectionOptions,
  meter: Pick<WireListener, 'worked'>,
): WebSocket | ConnectionEnd {
  if (!isWebSocketUrl(to.url)) return INVALID_ADDRESS;
  try {
    return new (webSockets().WebSocket)(
      to.url,
      [...(to.subprotocols ?? [])],
      clientOptions(to, options, metered(meter)),
    );
  } catch (error) {
    if ((error as { code?: unknown }).code === ADDRESS_REFUSED)
      return endOfFailure(ADDRESS_REFUSED);
    // A header or subprotocol that HTTP cannot carry. The error's message may quote it, so it is
    // dropped.
    return INVALID_ADDRESS;
  }
}

function metered(listener: Pick<WireListener, 'worked'>): Portions {
  const meter = new FrameMeter();
  return {
    portion: (bytes) => {
      const length = meter.portion(bytes);
      const parts = meter.takeParts();
      if (parts > 0) listener.worked(parts * FRAME_WORK);
      return length;
    },
  };
}

function clientOptions(
  to: ConnectTo,
  options: ConnectionOptions,
  portions: Portions,
): ClientOptions {
  // Missing from the types of ws. Only for servers that close and hold the socket: a link that
  // closes counts its own time.
  const closeTimeout = { closeTimeout: HELD_TIMES * options.closeTimeoutMs };
  const secure = isSecure(to.url);
  // `ws` and `http` pass it the options of a request, with host and port.
  const createConnection = ((given: TcpNetConnectOpts): Socket =>
    dial(given, secure, portions)) as ClientOptions['createConnection'];
  return {
    // A proxy's agent makes the connection itself.
    agent: options.agentFor(to.url),
    createConnection,
    // The source's own headers come last, and override these.
    headers: { 'user-agent': USER_AGENT, ...to.headers },
    perMessageDeflate: to.perMessageDeflate ?? false,
    followRedirects: false,
    autoPong: false,
    maxPayload: options.frameBytesHardMax,
    // Invalid text must not end the connection: it decodes to replacement characters.
    skipUTF8Validation: true,
    ...closeTimeout,
  };
}

/**
 * Whether a server may redirect us there: `ws:` or `wss:`, and never from an encrypted connection
 * to an unencrypted one.
 */
export function isReplacementUrl(url: string, current: string): boolean {
  return isWebSocketUrl(url) && !(isSecure(current) && !isSecure(url));
}

/** Whether two URLs name the same host and port. Both must be valid. */
export function isSameHost(one: string, other: string): boolean {
  return new URL(one).host === new URL(other).host;
}

function isSecure(url: string): boolean {
  return new URL(url).protocol === 'wss:';
}

/** `ws` would also take `ws+unix:`, a path of this machine. */
function isWebSocketUrl(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return (parsed?.protocol === 'ws:' || parsed?.protocol === 'wss:') && parsed.hash === '';
}

/** How many times as long as for an answer a server that has closed may hold the socket. */
const HELD_TIMES = 3;

const INVALID_ADDRESS: ConnectionEnd = {
  reason: 'invalid-address',
  after: 'slow',
  sentence: bilingual(
    'The address of this source cannot be used: its url must begin with ws:// or wss:// and hold no fragment, its headers and subprotocols only characters that HTTP allows.',
    '该来源的地址无法使用：url 必须以 ws:// 或 wss:// 开头，不能带 # 及其后的部分；headers 和子协议只能使用 HTTP 允许的字符。',
  ),
};
