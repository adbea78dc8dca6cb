import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a request is answered with before, or instead of, reading its body. */
export interface HttpAnswer {
  readonly status: number;
  /** Becomes JSON. */
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * How much of a refused body is still read, in bytes, so that its sender gets to read the answer.
 */
const UNREAD_BYTES_MAX = 4 * 1024 * 1024;
const UNREAD_MS_MAX = 1000;

/**
 * Answers. Where the body was not read to its end the connection closes, but not at once: a
 * connection that is cut while its sender writes is reset, and the answer lost.
 */
export function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, headers }: HttpAnswer,
): void {
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(body);
  const isRead = request.complete || !hasBody(request);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...(isRead ? {} : { connection: 'close' }),
    ...headers,
  });
  if (isRead) {
    response.end(text);
    return;
  }
  response.write(text);
  endWhenRead(request, response);
}

function endWhenRead(request: IncomingMessage, response: ServerResponse): void {
  let unread = 0;
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, UNREAD_MS_MAX);
  request
    .on('data', (chunk: Buffer) => {
      unread += chunk.length;
      if (unread > UNREAD_BYTES_MAX) end();
    })
    .once('end', end)
    .once('error', end)
    .once('close', end)
    .resume();
}

/** Whether a request says that it has a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
