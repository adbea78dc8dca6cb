import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { endOfRefusedUpgrade } from '../connection/reconnect/end.js';
import type { ConnectionOptions } from '../connection/options.js';
import { openSocket } from '../connection/socket/socket.js';
import type { Frame } from '../frame.js';
import { answerLatestPing } from '../connection/socket/latest-pong.js';
import type { OpenWire, Wire, WireListener } from './wire.js';

/** The wire of all sources that name no other. */
export const openWebSocket: OpenWire = (to, options, listener) => {
  const socket = openSocket(to, options, listener);
  if ('reason' in socket) return socket;
  listenToWebSocket(socket, options, listener);
  return new WebSocketWire(socket);
};

/** Reports the events of a socket that was just made. */
export function listenToWebSocket(
  socket: WebSocket,
  options: ConnectionOptions,
  listener: WireListener,
): void {
  let isOpen = false;
  socket.on('unexpected-response', (_, { statusCode = 0, headers }: IncomingMessage) => {
    listener.refused(endOfRefusedUpgrade(statusCode, headers, options));
  });
  socket.on('open', () => {
    isOpen = true;
    listener.opened();
  });
  // With the default binaryType every message is one Buffer.
  socket.on('message', (raw, isBinary) => listener.frame(raw as Buffer, isBinary));
  answerLatestPing(socket);
  socket.on('ping', () => listener.heard());
  socket.on('pong', (data) => listener.heard(markOf(data)));
  socket.on('error', ({ code }: Error & { code?: string }) => {
    if (!isOpen) return listener.failed(code);
    const tooLarge = code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    listener.broken(tooLarge ? 'frame-too-large' : 'invalid-frame');
  });
  socket.on('close', (code, words) => listener.closed(code, words.toString()));
}

export class WebSocketWire implements Wire {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: Frame): void {
    this.#socket.send(frame);
  }

  ping(mark?: number): boolean {
    this.#socket.ping(mark?.toString());
    return true;
  }

  close(): void {
    this.#socket.close(1000);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }
}

/** The mark of the ping that a pong answers; a server may send any. */
function markOf(data: Buffer): number | undefined {
  const text = data.toString('latin1');
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
