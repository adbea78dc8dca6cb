import { connect, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls, type ConnectionOptions as TlsConnectOpts } from 'node:tls';
import { Feed, WHOLE, type Portions } from './feed.js';

/** The most that one read of a socket brings; the bytes are copied out of it. */
const READ = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Connects as `ws` would by itself, except that a paused socket stops at once: from a socket that
 * Node reads into its own buffers, another 64 KiB come after the pause, times a thousand sockets. A
 * TLS socket still delivers the records that were read.
 * @see https://nodejs.org/api/net.html#socketconnectoptions-connectlistener `onread`
 */
export function dial(
  given: TcpNetConnectOpts & TlsConnectOpts,
  isSecure: boolean,
  portions: Portions = WHOLE,
): Socket {
  const { host = '' } = given;
  const onread = {
    buffer: READ,
    callback: (bytes: number): boolean => {
      feed.push(Buffer.from(READ.subarray(0, bytes)));
      return true;
    },
  };
  // `path` in the given options is that of the URL; `net.connect` would take it for a Unix socket.
  const options = { ...given, path: undefined, onread };
  const socket: Socket = isSecure
    ? connectTls({ ...options, servername: isIP(host) === 0 ? host : '' })
    : connect(options);
  const feed = new Feed(socket, portions);
  return socket;
}
