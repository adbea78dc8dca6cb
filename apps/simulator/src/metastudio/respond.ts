import type { ServerResponse } from 'node:http';

import type { Answer } from './answer.js';

/** Writes a JSON answer with its request id, and ends. Does nothing on a closed connection. */
export function respond(response: ServerResponse, answer: Answer, requestId: string): void {
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  respondText(response, answer.status, text, requestId, answer.headers);
}

/** Writes any text as the answer. */
export function respondText(
  response: ServerResponse,
  status: number,
  text: string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, headersOf(Buffer.byteLength(text), requestId, headers));
  response.end(text);
}

/** Writes the head and half of an answer, then cuts the connection. */
export function respondHalf(response: ServerResponse, answer: Answer, requestId: string): void {
  const text = JSON.stringify(answer.body ?? { padding: 'x' });
  response.writeHead(answer.status, headersOf(Buffer.byteLength(text), requestId, {}));
  response.write(text.slice(0, text.length >> 1), () => response.destroy());
}

/** Answers 200 with a JSON string of so many bytes, as fast as the caller reads. */
export function respondHuge(response: ServerResponse, bytes: number, requestId: string): void {
  response.writeHead(200, headersOf(bytes, requestId, {}));
  const block = Buffer.alloc(65_536, 'x');
  let left = bytes;
  const more = (): void => {
    while (left > 0) {
      const piece = left < block.length ? block.subarray(0, left) : block;
      left -= piece.length;
      if (response.destroyed) return;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

function headersOf(
  bytes: number,
  requestId: string,
  headers: Readonly<Record<string, string>>,
): Record<string, string | number> {
  return {
    'content-type': 'application/json',
    'content-length': bytes,
    'x-request-id': requestId,
    ...headers,
  };
}
