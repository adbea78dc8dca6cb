import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A real server on a free loopback port that answers by a script. */
export interface ScriptedServer {
  readonly origin: string;
  readonly port: number;
  /** The requests that arrived completely, in order. */
  readonly arrived: Arrived[];
  /** How many connections were opened so far. */
  connections(): number;
  /** How many bytes all connections received. */
  bytesReceived(): number;
  close(): Promise<void>;
}

/** Answers each complete request by the next step; the last step answers all further ones. */
export async function startHttpServer(...steps: RequestListener[]): Promise<ScriptedServer> {
  const arrived: Arrived[] = [];
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      arrived.push({ method, url, headers, body: Buffer.concat(chunks) });
      const step = steps[Math.min(arrived.length, steps.length) - 1];
      step?.(request, response);
    });
  });
  return listen(server, arrived);
}

/** Passes each connection to `onConnection`, for behaviour that an HTTP server cannot have. */
export async function startTcpServer(
  onConnection: (socket: Socket) => void,
): Promise<ScriptedServer> {
  return listen(createTcpServer(onConnection), []);
}

async function listen(
  server: Server | ReturnType<typeof createTcpServer>,
  arrived: Arrived[],
): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let closedBytes = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    // Many scripts have clients that disconnect.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      closedBytes += socket.bytesRead;
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    arrived,
    connections: () => connections,
    bytesReceived: () =>
      closedBytes + [...sockets].reduce((bytes, socket) => bytes + socket.bytesRead, 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A script step: this status, headers and body. */
export function answer(
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): RequestListener {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text);
  };
}
