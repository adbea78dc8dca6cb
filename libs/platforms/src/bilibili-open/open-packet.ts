import { brotliDecompressSync, inflateSync } from 'node:zlib';
import { OPERATION, VERSION } from './bilibili-open.external.js';

/** Why a packet, or the rest of a message, is skipped. */
export type PacketProblem =
  /** The message ends within a packet. */
  | 'truncated-packet'
  /** The lengths contradict each other, or the encoding is unknown. */
  | 'bad-packet'
  | 'bad-compression'
  /** More than {@link INFLATED_BYTES_MAX} in one message. */
  | 'inflates-too-large'
  | 'too-many-packets';

/** Takes the packets of a message. */
export interface PacketVisitor {
  packet(operation: number, body: Buffer): void;
  refused(problem: PacketProblem): void;
}

/** The most bytes that the packets of one message may inflate to. */
export const INFLATED_BYTES_MAX = 4 * 1024 ** 2;
/** The most packets of one message, nested ones included. */
export const PACKETS_MAX = 10_000;

/** Encodes a packet to send. */
export function encodePacket(operation: number, body = ''): Buffer {
  const length = HEADER_BYTES + Buffer.byteLength(body);
  const packet = Buffer.alloc(length);
  packet.writeUInt32BE(length, 0);
  packet.writeUInt16BE(HEADER_BYTES, 4);
  packet.writeUInt16BE(VERSION.plain, 6);
  packet.writeUInt32BE(operation, 8);
  packet.writeUInt32BE(1, 12);
  packet.write(body, HEADER_BYTES);
  return packet;
}

/**
 * Reads the packets of one binary message, in order: several may follow one another, or be
 * compressed together within one. Never throws; a packet that cannot be inflated is skipped alone.
 */
export function readPackets(message: Buffer, visitor: PacketVisitor): void {
  new PacketReader(visitor).read(message, false);
}

class PacketReader {
  #packetsLeft = PACKETS_MAX;
  #bytesLeft = INFLATED_BYTES_MAX;

  constructor(private readonly visitor: PacketVisitor) {}

  read(bytes: Buffer, isInflated: boolean): void {
    for (let at = 0; at < bytes.length;) {
      const left = bytes.length - at;
      if (left < HEADER_BYTES) return this.visitor.refused('truncated-packet');
      const length = bytes.readUInt32BE(at);
      const header = bytes.readUInt16BE(at + 4);
      if (header < HEADER_BYTES || header > length) return this.visitor.refused('bad-packet');
      if (length > left) return this.visitor.refused('truncated-packet');
      if (--this.#packetsLeft < 0) return this.visitor.refused('too-many-packets');
      const operation = bytes.readUInt32BE(at + 8);
      const version = bytes.readUInt16BE(at + 6);
      this.#take(operation, version, bytes.subarray(at + header, at + length), isInflated);
      at += length;
      // After its length, a heartbeat's reply may echo what we had sent.
      if (operation === OPERATION.heartbeatReply && !isPacketFromServer(bytes, at)) return;
    }
  }

  #take(operation: number, version: number, body: Buffer, isInflated: boolean): void {
    switch (version) {
      case VERSION.json:
      case VERSION.plain:
        return this.visitor.packet(operation, body);
      case VERSION.zlib:
      case VERSION.brotli: {
        if (isInflated) return this.visitor.refused('bad-packet');
        const inflated = this.#inflate(body, version);
        return inflated === undefined ? undefined : this.read(inflated, true);
      }
      default:
        return this.visitor.refused('bad-packet');
    }
  }

  #inflate(body: Buffer, version: number): Buffer | undefined {
    if (this.#bytesLeft < CHARGE_MIN_BYTES) return this.#refuse('inflates-too-large');
    const inflate = version === VERSION.zlib ? inflateSync : brotliDecompressSync;
    try {
      const inflated = inflate(body, { maxOutputLength: this.#bytesLeft });
      this.#bytesLeft -= Math.max(CHARGE_MIN_BYTES, inflated.length);
      return inflated;
    } catch (error) {
      // The failed attempt may have used up all the bytes that were left. Charging half of them
      // limits a message full of such packets to twice the limit, and still reads what follows a
      // broken one.
      this.#bytesLeft = Math.floor(this.#bytesLeft / 2);
      const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      return this.#refuse(tooLarge ? 'inflates-too-large' : 'bad-compression');
    }
  }

  #refuse(problem: PacketProblem): undefined {
    this.visitor.refused(problem);
    return undefined;
  }
}

function isPacketFromServer(bytes: Buffer, at: number): boolean {
  const left = bytes.length - at;
  return (
    left >= HEADER_BYTES &&
    bytes.readUInt32BE(at) <= left &&
    bytes.readUInt16BE(at + 4) === HEADER_BYTES &&
    FROM_SERVER.has(bytes.readUInt32BE(at + 8))
  );
}

const HEADER_BYTES = 16;
/** Inflating takes some time even if nothing comes out. */
const CHARGE_MIN_BYTES = 16 * 1024;
const FROM_SERVER: ReadonlySet<number> = new Set([
  OPERATION.heartbeatReply,
  OPERATION.command,
  OPERATION.authenticationReply,
]);
