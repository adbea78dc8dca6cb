import * as http from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What Node has behind `connection`; its types leave it out. */
const { _connectionListener: readRequests } = http as unknown as {
  readonly _connectionListener: (this: Server, socket: Socket) => void;
};

/** With what Node keeps there: the answer that is under way. */
type HttpSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/** Headers that are about the other protocol. */
const OF_UPGRADE = /^(?:connection|upgrade|http2-settings)$/i;

/** Whether a request asks for a WebSocket, perhaps among other protocols. */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return /\bwebsocket\b/i.test(headers.upgrade ?? '');
}

/**
 * Answers a request that offers another protocol as if it had not, which a server may (RFC 9110,
 * 7.8): Java's HttpClient offers HTTP/2 (`h2c`) with every request. Node gives all of them to the
 * listener for upgrades, where there is one, with the body unread; so it is given the request anew.
 *
 * @param head what came behind the headers.
 */
export function answerAsRequest(
  server: Server,
  { method, url, httpVersion, rawHeaders, headers }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (!OF_UPGRADE.test(name)) lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  if (/\bclose\b/i.test(headers.connection ?? '')) lines.push('connection: close');
  // Until it is read again nobody else hears of it, and without a listener it would end the process.
  socket.on('error', nobody);
  const text = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  readAnew(server, socket as HttpSocket, Buffer.concat([text, head]));
}

/** Waits for the answers to requests before it: Node's listener knows nothing of them. */
function readAnew(server: Server, socket: HttpSocket, bytes: Buffer): void {
  if (socket.destroyed) return;
  const { _httpMessage: before } = socket;
  if (before !== undefined && before !== null) {
    socket.pause();
    before.once('close', () => readAnew(server, socket, bytes));
    return;
  }
  // Between two requests it has one.
  socket.setTimeout(0);
  socket.unshift(bytes);
  readRequests.call(server, socket);
  socket.off('error', nobody);
  socket.resume();
}

function nobody(): void {}
