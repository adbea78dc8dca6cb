import { FrameMeter, FRAME_WORK, Slice } from '#source';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** How many bytes are handed on at a time: they may hold forty requests. */
const PORTION_BYTES = 1024;
/** The work of a line of a header, or of one chunk of a body. */
const LINE_WORK = 128;
const LF = 0x0a;

const READS = new WeakMap<Duplex, PortionedReads>();

/** @param socket was just accepted, and nothing was read from it. */
export function portionReads(socket: Socket): void {
  READS.set(socket, new PortionedReads(socket));
}

/** The portioned reads of a connection to the port; `undefined` for any other. */
export function readsOf(socket: Duplex): PortionedReads | undefined {
  return READS.get(socket);
}

/**
 * Hands on what a client sends in portions, and lets the rest of the process run in between. Node
 * itself reads 64 KiB at once, which can hold two thousand requests, and handles all of them before
 * anything else.
 *
 * @see https://nodejs.org/api/stream.html#implementing-a-readable-stream `_read` and `push`
 */
class PortionedReads {
  /** The handlers of what came say what it cost. */
  readonly slice = new Slice(
    () => {},
    () => this.#goOn(),
  );
  readonly #socket: Socket;
  readonly #push: Socket['push'];
  readonly #read: Socket['_read'];
  #unread: Buffer | undefined;
  #wanted: number | undefined;
  #hasEnded = false;
  #frames: FrameMeter | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#push = socket.push.bind(socket);
    this.#read = socket._read.bind(socket);
    socket.push = (chunk: Buffer | null) => this.#came(chunk);
    socket._read = (bytes) => {
      if (this.#unread === undefined) this.#read(bytes);
      else this.#wanted = bytes;
    };
    socket.on('resume', () => this.#goOn());
    socket.once('close', () => this.slice.end());
    this.slice.begin();
  }

  /** The connection became a WebSocket. */
  upgraded(head: Buffer): void {
    this.#frames = new FrameMeter('open');
    for (let at = 0; at < head.length;) at += this.#frames.portion(head.subarray(at));
  }

  /** @returns whether to read on. */
  #came(chunk: Buffer | null): boolean {
    if (chunk === null) this.#hasEnded = true;
    else this.#unread = this.#unread === undefined ? chunk : Buffer.concat([this.#unread, chunk]);
    this.#goOn();
    return this.#unread === undefined;
  }

  #goOn(): void {
    const socket = this.#socket;
    while (this.#unread !== undefined) {
      if (socket.destroyed) return;
      if (this.slice.isSpent || socket.isPaused()) return;
      const unread: Buffer = this.#unread;
      const length = this.#portion(unread);
      this.#unread = length < unread.length ? unread.subarray(length) : undefined;
      this.#push(unread.subarray(0, length));
    }
    if (this.#hasEnded) {
      this.#hasEnded = false;
      this.#push(null);
    } else if (this.#wanted !== undefined) {
      const wanted = this.#wanted;
      this.#wanted = undefined;
      this.#read(wanted);
    }
  }

  #portion(unread: Buffer): number {
    if (this.#frames !== undefined) {
      const length = this.#frames.portion(unread);
      this.slice.took(this.#frames.takeParts() * FRAME_WORK);
      return length;
    }
    const length = Math.min(PORTION_BYTES, unread.length);
    let lines = 0;
    for (let at = unread.indexOf(LF); at >= 0 && at < length; at = unread.indexOf(LF, at + 1)) {
      lines++;
    }
    this.slice.took(length + lines * LINE_WORK);
    return length;
  }
}
