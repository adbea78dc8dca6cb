/** The reason why bytes were skipped. */
export type DouyuPacketProblem =
  /** Another packet begins before this one has ended. */
  | 'truncated-packet'
  /** The two lengths differ, or are beyond {@link PACKET_BYTES_MAX}, or the type is unknown. */
  | 'bad-packet';

/** The largest packet that is read; also how much is kept of one that has not ended. */
export const PACKET_BYTES_MAX = 256 * 1024;

/** Takes the text of each packet. */
export interface DouyuPacketVisitor {
  body(text: string): void;
  refused(problem: DouyuPacketProblem): void;
}

/**
 * Encodes a packet: its length twice (without the first four bytes), its type, and the text with a
 * zero at its end, all little-endian.
 */
export function encodeDouyuPacket(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const packet = Buffer.alloc(HEADER_BYTES + bytes + 1);
  packet.writeUInt32LE(packet.length - LENGTH_BYTES, 0);
  packet.writeUInt32LE(packet.length - LENGTH_BYTES, LENGTH_BYTES);
  packet.writeUInt16LE(FROM_CLIENT, TYPE_AT);
  packet.write(text, HEADER_BYTES);
  return packet;
}

/**
 * Reads packets from binary messages. A message may hold several, and a packet may continue in the
 * next message, since the server only wraps a stream. A message that begins with a whole packet is
 * taken as a new start, so that lost bytes cost nothing else.
 */
export class DouyuPacketReader {
  #rest: Buffer = EMPTY;

  /** Forgets an unfinished packet: another connection begins. */
  reset(): void {
    this.#rest = EMPTY;
  }

  read(message: Buffer, visitor: DouyuPacketVisitor): void {
    let bytes = message;
    if (this.#rest.length > 0) {
      if (headerAt(message, 0) === 'packet') visitor.refused('truncated-packet');
      else bytes = Buffer.concat([this.#rest, message]);
      this.#rest = EMPTY;
    }
    for (let at = 0; at < bytes.length;) {
      const header = headerAt(bytes, at);
      if (header === 'bad') return visitor.refused('bad-packet');
      const end = header === 'cut' ? Infinity : at + LENGTH_BYTES + bytes.readUInt32LE(at);
      if (end > bytes.length) {
        // A copy: a view would keep the whole message alive.
        this.#rest = Buffer.from(bytes.subarray(at));
        return;
      }
      visitor.body(textOf(bytes.subarray(at + HEADER_BYTES, end)));
      at = end;
    }
  }
}

function headerAt(bytes: Buffer, at: number): 'packet' | 'cut' | 'bad' {
  if (bytes.length - at < HEADER_BYTES) return 'cut';
  const length = bytes.readUInt32LE(at);
  const type = bytes.readUInt16LE(at + TYPE_AT);
  const isPacket =
    length === bytes.readUInt32LE(at + LENGTH_BYTES) &&
    length >= HEADER_BYTES - LENGTH_BYTES &&
    length <= PACKET_BYTES_MAX &&
    (type === FROM_SERVER || type === FROM_CLIENT);
  return isPacket ? 'packet' : 'bad';
}

function textOf(body: Buffer): string {
  const end = body.at(-1) === 0 ? body.length - 1 : body.length;
  return body.toString('utf8', 0, end);
}

const EMPTY = Buffer.alloc(0);
const LENGTH_BYTES = 4;
const TYPE_AT = 8;
const HEADER_BYTES = 12;
const FROM_CLIENT = 689;
const FROM_SERVER = 690;
