import type { IncomingMessage } from 'node:http';

/** How much of a body that is too long is read before its sender is cut off. */
const DISCARD_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Reads a body to its end. A body longer than `bytesMax` is read but not kept, so that its sender
 * gets an answer.
 * @returns `undefined` if the connection ended before the body did.
 */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
): Promise<Buffer | 'too-large' | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bytesMax) chunks.push(chunk);
      else chunks.length = 0;
      if (size > DISCARD_BYTES_MAX) request.socket.destroy();
    });
    request.once('end', () => {
      if (size > bytesMax) resolve('too-large');
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    request.once('error', () => resolve(undefined));
    request.once('close', () => resolve(undefined));
  });
}
