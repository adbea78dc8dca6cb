import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { webSockets } from '#source';
import { answerAsRequest, asksForWebSocket } from '../console/other-upgrade.js';
import { readsOf } from '../console/portioned-reads.js';
import type { PortSlots } from '../console/port-slots.js';
import { respond } from '../console/respond.js';
import { NOT_FOUND, refusal, UNAVAILABLE, type IngestAnswer } from './ingest-answer.js';
import { IngestEndpoint, INGEST_LIMITS_DEFAULT, type IngestLimits } from './ingest.endpoint.js';
import type { IngestListener } from './ingest-listener.js';
import { addressOf, isIngestPath, type IngestRoute } from './ingest-route.js';
import { IngestSocket, SOCKET_LIMITS_DEFAULT, type SocketLimits } from './ingest-socket.js';
import { PushAccess } from './push-access.js';
import type { PushCollector } from '../collector/pushed/push-collector.js';
import { CLOSE_MS } from '../collector/pushed/pushed-bridge.js';

/** How long a client whose upgrade was refused may take to read the answer, in ms. */
const REFUSED_MS = 1000;

export interface IngestParts {
  /** Whether only this machine reaches the relay. */
  readonly loopback: boolean;
  readonly listener: IngestListener;
  readonly limits?: Partial<IngestLimits & SocketLimits>;
}

/**
 * `/ingest/<bridge>`: what is pushed to us, over HTTP and WebSockets. It answers from the first
 * moment, with 503 until there is a collector to take events.
 */
export class Ingest {
  /** Which bridges may be pushed to, and by whom. */
  readonly access: PushAccess;
  readonly #listener: IngestListener;
  readonly #endpoint: IngestEndpoint;
  readonly #limits: SocketLimits;
  readonly #sockets = new Set<IngestSocket>();
  readonly #server: WebSocketServer;
  #pushes: PushCollector | undefined;
  #slots: PortSlots | undefined;

  constructor({ loopback, listener, limits }: IngestParts) {
    this.access = new PushAccess(loopback);
    this.#listener = listener;
    this.#endpoint = new IngestEndpoint({ ...INGEST_LIMITS_DEFAULT, ...limits });
    this.#limits = { ...SOCKET_LIMITS_DEFAULT, ...limits };
    const { WebSocketServer: Sockets } = webSockets();
    this.#server = new Sockets({
      noServer: true,
      clientTracking: false,
      maxPayload: this.#limits.frameBytesHardMax,
      perMessageDeflate: false,
      autoPong: false,
      // One read can hold ten thousand empty frames: the event loop must turn between any two.
      allowSynchronousEvents: false,
      // Invalid text must not end the connection: it decodes to replacement characters.
      skipUTF8Validation: true,
    });
  }

  /** Takes events from now on. */
  open(pushes: PushCollector): void {
    this.#pushes = pushes;
    this.#endpoint.open(pushes);
  }

  /** Takes nothing any more, and closes the WebSockets. The collector appends what was taken. */
  close(): void {
    this.#pushes = undefined;
    this.#endpoint.close();
    for (const socket of this.#sockets) socket.stop(CLOSE_MS);
  }

  /** As a middleware: answers what is below `/ingest/`, and leaves all else to `next`. */
  readonly handle = (
    request: IncomingMessage,
    response: ServerResponse,
    next: () => void,
  ): void => {
    if (isIngestPath(request.url ?? '')) void this.#handle(request, response);
    else next();
  };

  /** Takes the WebSockets of a server; those of other addresses get 404. */
  attach(server: Server, slots: PortSlots): void {
    this.#slots = slots;
    server.on('upgrade', (request, socket, head) => {
      if (!asksForWebSocket(request)) return answerAsRequest(server, request, socket, head);
      socket.on('error', () => socket.destroy());
      readsOf(socket)?.upgraded(head);
      const taken = this.#routeOf(request, 'GET');
      const answer = 'status' in taken ? taken : this.#upgrade(taken, request, socket, head);
      if (answer === undefined) return;
      this.#listener.answered('name' in taken ? taken.name : '', answer);
      refuseUpgrade(socket, answer);
      // The socket is not read any more, so only a timer can end it.
      const timer = setTimeout(() => slots.drop(socket, 'lingering'), REFUSED_MS);
      socket.once('close', () => clearTimeout(timer));
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const taken = this.#routeOf(request, 'POST');
    // A signed push is known as genuine only by its body: until then its sender is a stranger.
    const isKnown = !('status' in taken) && taken.verifier === undefined;
    if (isKnown) this.#slots?.admit(request.socket);
    const answer = 'status' in taken ? taken : await this.#answer(request, taken);
    if (answer === undefined) return void response.destroy();
    this.#listener.answered('name' in taken ? taken.name : '', answer);
    respond(request, response, answer);
  }

  async #answer(request: IncomingMessage, route: IngestRoute): Promise<IngestAnswer | undefined> {
    try {
      return await this.#endpoint.answer(request, route);
    } catch (error) {
      this.#listener.failed(route.name, error as Error);
      return FAILED;
    }
  }

  #routeOf(request: IncomingMessage, method: 'GET' | 'POST'): IngestRoute | IngestAnswer {
    const asked = addressOf(request.url ?? '');
    if (asked === undefined) return NOT_FOUND;
    if (request.method !== method) return POST_ONLY;
    return this.access.check(asked, request.headers);
  }

  /** Upgrades a request. @returns the answer where it is refused. */
  #upgrade(
    route: IngestRoute,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): IngestAnswer | undefined {
    const pushes = this.#pushes;
    if (!route.inbound.webSocket) return POST_ONLY;
    const bridge = pushes?.get(route.name);
    if (pushes === undefined || bridge === undefined || bridge.isStopping) return UNAVAILABLE;
    if (bridge.connections >= this.#limits.connectionsPerBridgeMax) return TOO_MANY_CONNECTIONS;
    if (this.#slots?.admit(socket) === false) return TOO_MANY_CONNECTIONS;
    this.#server.handleUpgrade(request, socket, head, (client) => {
      const made = new IngestSocket(client, { route, bridge }, pushes, this.#limits, () => {
        this.#sockets.delete(made);
      });
      this.#sockets.add(made);
    });
    return undefined;
  }
}

const FAILED = refusal(500, 'failed', 'The relay failed to take the push: its log tells why.');
const POST_ONLY = refusal(405, 'bad-method', 'Push with POST.', { allow: 'POST' });
const TOO_MANY_CONNECTIONS = refusal(
  429,
  'too-many-connections',
  'The bridge, or the relay, has as many WebSockets as it may have: close some.',
  { 'retry-after': '60' },
);

function refuseUpgrade(socket: Duplex, { status, body, headers }: IngestAnswer): void {
  const text = JSON.stringify(body);
  const head = Object.entries({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
    connection: 'close',
  });
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n${text}`);
}
