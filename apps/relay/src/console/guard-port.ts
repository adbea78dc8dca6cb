import { SLICE_WORK } from '#source';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { RelayLog, RelayMetrics } from '#telemetry';
import { portionReads, readsOf } from './portioned-reads.js';
import type { PortDropReason, PortSlots } from './port-slots.js';

/** Sockets beyond the slots: those that are on their way out. */
const LEAVING_MAX = 256;

/** The least that any request counts as work. */
const REQUEST_WORK = SLICE_WORK / 2;

/**
 * Has every connection of a server hold a slot, and read in portions, so that the rest of the
 * process runs in between.
 */
export function guardPort(server: Server, slots: PortSlots): void {
  const { strangersMax, askingMax, knownMax } = slots.limits;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 10_000;
  // Their bytes bound them. Node would leave out those beyond a number, and nobody would know that a
  // proxy says for whom it asks.
  server.maxHeadersCount = 0;
  server.maxConnections = strangersMax + askingMax + knownMax + LEAVING_MAX;
  server.on('drop', () => slots.wasFull());
  server.prependListener('connection', portionReads);
  server.on('connection', (socket: Socket) => {
    readAsStream(socket);
    slots.enter(socket);
    socket.once('close', () => slots.leave(socket));
  });
  // First, before the listeners that answer.
  server.prependListener('request', ({ url = '', headers, socket }, response) => {
    readsOf(socket)?.slice.took(REQUEST_WORK);
    if (CONSOLE_PATHS.has(url.split('?', 1)[0]!)) slots.asks(socket);
    response.once('close', () => slots.idle(socket));
    // An upgrade that nothing takes: it is answered like any other request.
    if (headers.upgrade !== undefined) response.shouldKeepAlive = false;
  });
}

function nobody(): void {}

/** Node's parser reads the handle of a socket by itself, past the stream, until data is requested. */
function readAsStream(socket: Socket): void {
  socket.on('data', nobody).off('data', nobody);
}

const CONSOLE_PATHS: ReadonlySet<string> = new Set([
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/status',
]);

/** Tells logs and metrics who was dropped. */
export function portTelemetry(
  metrics: RelayMetrics,
  log: RelayLog,
): (reason: PortDropReason) => void {
  return (reason) => {
    metrics.connectionsDropped.add(1, reason);
    const [severity, sentence] = SENTENCES[reason];
    log.writeSeldom(severity, 'connection_dropped', sentence, { reason });
  };
}

const SENTENCES: Readonly<Record<PortDropReason, readonly ['warn' | 'debug', string]>> = {
  crowded: ['warn', 'Too many connections to the port ask nothing: the oldest made room.'],
  lingering: ['debug', 'A client that was refused did not close its connection.'],
  full: ['warn', 'The port is full: a connection was turned away.'],
};
