import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { ContentEncoding } from '#platforms';

/** Why there is no body. */
export type BodyProblem =
  | 'too-large'
  | 'too-slow'
  /** So much is being read from other senders that there is no room. */
  | 'busy'
  /** Its sender has gone, and reads no answer. */
  | 'aborted'
  /** Its compression is not what it says. */
  | 'corrupt';

/** Bounds the memory of all bodies that are being read: any sender can begin one. */
export class ReadingRoom {
  readonly #bytesMax: number;
  readonly #within: ReadingRoom | undefined;
  #bytes = 0;

  /** @param within the room that this one is a part of. */
  constructor(bytesMax: number, within?: ReadingRoom) {
    this.#bytesMax = bytesMax;
    this.#within = within;
  }

  /** Adds bytes. @returns whether there was room for them. */
  take(bytes: number): boolean {
    this.#bytes += bytes;
    const fits = this.#within?.take(bytes) ?? true;
    return fits && this.#bytes <= this.#bytesMax;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
    this.#within?.giveBack(bytes);
  }
}

/** How many pieces of a body are held before they are joined. */
const CHUNKS_MAX = 1024;

/** Reads a body, at most this many bytes and for at most this long. Never rejects. */
export async function readBody(
  request: IncomingMessage,
  limits: { readonly bytesMax: number; readonly withinMs: number },
  room: ReadingRoom,
): Promise<Buffer | BodyProblem> {
  if (Number(request.headers['content-length'] ?? 0) > limits.bytesMax) return 'too-large';
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (result: Buffer | BodyProblem): void => {
      clearTimeout(timer);
      room.giveBack(bytes);
      request.off('data', read).off('end', ended).off('close', aborted).off('error', aborted);
      // A late error means nothing, but without a listener it would end the process.
      request.on('error', () => {});
      request.pause();
      resolve(result);
    };
    const read = (chunk: Buffer): void => {
      bytes += chunk.length;
      const hasRoom = room.take(chunk.length);
      if (bytes > limits.bytesMax) return settle('too-large');
      if (!hasRoom) return settle('busy');
      chunks.push(chunk);
      if (chunks.length < CHUNKS_MAX) return;
      // A chunk of one byte is an object of a hundred, and keeps the whole read alive.
      parts.push(Buffer.concat(chunks));
      chunks = [];
    };
    const ended = (): void => settle(Buffer.concat([...parts, ...chunks], bytes));
    const aborted = (): void => settle('aborted');
    const timer = setTimeout(() => settle('too-slow'), limits.withinMs);
    request.on('data', read).on('end', ended).on('close', aborted).on('error', aborted);
  });
}

const UNPACK = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** Unpacks a body to at most this many bytes, and never holds more. */
export async function unpackBody(
  body: Buffer,
  encoding: ContentEncoding,
  bytesMax: number,
): Promise<Buffer | BodyProblem> {
  try {
    return await UNPACK[encoding](body, { maxOutputLength: bytesMax });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? 'too-large'
      : 'corrupt';
  }
}
