import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a push, or an attempt at one, is answered with. Holds nothing that came with it. */
export interface IngestAnswer {
  readonly status: number;
  readonly body: IngestBody;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface IngestBody {
  /** How many elements were understood and taken. */
  readonly accepted?: number;
  /** How many were understood and are of no interest. */
  readonly ignored?: number;
  /** The elements that were not understood, counted from 0; the first hundred. */
  readonly problems?: readonly { readonly index: number; readonly problem: string }[];
  /** How many more were not understood. */
  readonly moreProblems?: number;
  /** One of a closed set. */
  readonly error?: string;
  /** The way out, for whoever pushes. */
  readonly message?: string;
}

/** How long whoever was not taken should wait, in seconds. */
const RETRY_AFTER_SECONDS = 5;

export const UNAUTHORIZED: IngestAnswer = refusal(
  401,
  'unauthorized',
  "Show the bridge's token: Authorization: Bearer <token>, or ?token=<token>.",
  { 'www-authenticate': 'Bearer' },
);

export const NOT_FOUND: IngestAnswer = refusal(
  404,
  'not-found',
  'No bridge of this name has a source that is pushed to the relay.',
);

export const UNAVAILABLE: IngestAnswer = refusal(
  503,
  'unavailable',
  'The buffer does not take events now. Push the same again, with the same ids.',
  { 'retry-after': String(RETRY_AFTER_SECONDS) },
);

export function refusal(
  status: number,
  error: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): IngestAnswer {
  return { status, body: { error, message }, ...(headers === undefined ? {} : { headers }) };
}

/** What is still read of a body that was refused, so that its sender gets to read the answer. */
const UNREAD_BYTES_MAX = 4 * 1024 * 1024;
const UNREAD_MS_MAX = 1000;

/**
 * Answers. Where the body was not read to its end the connection closes, but not at once: a
 * connection that is cut while its sender writes is reset, and the answer lost.
 */
export function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, headers }: IngestAnswer,
): void {
  if (response.destroyed) return;
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

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
