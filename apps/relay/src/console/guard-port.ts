import type { Server } from 'node:http';
import type { RelayLog, RelayMetrics } from '#telemetry';
import type { DropReason, PortSlots } from './port-slots.js';

/** More than the slots give away: sockets on their way out. */
const LEAVING_MAX = 256;

/** Has every connection of a server hold a slot. */
export function guardPort(server: Server, slots: PortSlots): void {
  const { strangersMax, askingMax, knownMax } = slots.limits;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 10_000;
  server.maxHeadersCount = 64;
  server.maxConnections = strangersMax + askingMax + knownMax + LEAVING_MAX;
  server.on('drop', () => slots.wasFull());
  server.on('connection', (socket) => {
    slots.enter(socket);
    socket.once('close', () => slots.leave(socket));
  });
  // Before whoever answers.
  server.prependListener('request', ({ url = '', headers, socket }, response) => {
    if (CONSOLE_PATHS.has(url.split('?', 1)[0]!)) slots.asks(socket);
    response.once('close', () => slots.rest(socket));
    // Nobody takes this upgrade: it is answered like every request, and waits for no other.
    if (headers.upgrade !== undefined) response.shouldKeepAlive = false;
  });
}

const CONSOLE_PATHS: ReadonlySet<string> = new Set([
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/status',
]);

/** Tells logs and metrics who was dropped. */
export function portTelemetry(metrics: RelayMetrics, log: RelayLog): (reason: DropReason) => void {
  return (reason) => {
    metrics.connectionsDropped.add(1, reason);
    const [severity, sentence] = SENTENCES[reason];
    log.writeSeldom(severity, 'connection_dropped', sentence, { reason });
  };
}

const SENTENCES: Readonly<Record<DropReason, readonly ['warn' | 'debug', string]>> = {
  crowded: ['warn', 'Too many connections to the port ask nothing: the oldest made room.'],
  lingering: ['debug', 'A client that was refused did not close its connection.'],
  full: ['warn', 'The port is full: a connection was turned away.'],
};
