import { ownTimeout } from '#timing';
import type { ConnectionOptions } from '../connection/options.js';
import type { Frame } from '../frame.js';
import type { Seat, SeatTerms } from '../seats.js';
import { SharedLine, type LineOwner } from './shared-line.js';
import type { ConnectTo } from '../source-protocol.js';
import { openWebSocket } from './web-socket-wire.js';
import type { Wire, WireListener } from './wire.js';

/** Which connections may share one socket, and which frames belong to each. */
export interface Sharing {
  /** Lines with the same account share a socket. May be a secret: it is never shown. */
  readonly account: string;
  /** The address to open; a platform may move the connection to another. */
  readonly url: string;
  /** The seats of which a socket takes one; absent: there is no limit. */
  readonly seats?: SeatTerms | undefined;
  /** The sentence for the operator if others have all seats. */
  readonly noSeat?: string | undefined;
  /** The topic of a frame, such as a channel. `undefined`: it has none, so all lines receive it. */
  topicOf(frame: Buffer): string | undefined;
  /** Whether lines that join later need this frame, which came first. */
  isGreeting(frame: Buffer): boolean;
  /** A socket that has been silent for this long is not joined any more, in ms. */
  readonly silenceMs: number;
}

/** How often lines that receive no frame are told that the socket lives, in ms. */
const HEARD_EVERY_MS = 1000;

/**
 * How long a line that leaves others is heard out, in ms: no server can be asked whether that is all, since some end a
 * socket on which anything is sent.
 */
const HEARD_OUT_MS = 300;

/**
 * One socket, and the lines over it. It dials when its turn has come, and closes with its last
 * line.
 */
export class SharedSocket implements LineOwner {
  readonly lines = new Set<SharedLine>();
  readonly #to: ConnectTo;
  readonly #options: ConnectionOptions;
  readonly #sharing: Sharing;
  readonly #gone: () => void;
  readonly #abort = new AbortController();
  #wire: Wire | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #isOpen = false;
  /** No line may join it any more. */
  #isLeaving = false;
  /** The lines that have left, and hear on until they are closed: the last ones with the socket. */
  readonly #left = new Set<SharedLine>();
  /** A frame may belong to no line: a line has left, or a second one has joined. */
  #isSorted = false;
  #isPaused = false;
  #seat: Seat | undefined;
  #greeting: Buffer | undefined;
  #heardAt: number;
  #toldAt = -Infinity;

  /** @param gone called when no line may join any more. */
  constructor(to: ConnectTo, options: ConnectionOptions, sharing: Sharing, gone: () => void) {
    this.#to = to;
    this.#options = options;
    this.#sharing = sharing;
    this.#gone = gone;
    this.#heardAt = options.now();
    void this.#dial();
  }

  get unsentBytes(): number {
    return this.#wire?.unsentBytes ?? 0;
  }

  isJoinable(now: number): boolean {
    if (this.#isLeaving) return false;
    return !this.#isOpen || now - this.#heardAt < this.#sharing.silenceMs;
  }

  join(topic: string, listener: WireListener): SharedLine {
    const line = new SharedLine(topic, this, listener);
    this.lines.add(line);
    if (this.lines.size > 1) this.#isSorted = true;
    if (this.#isOpen) setImmediate(() => this.#greet(line));
    return line;
  }

  send(frame: Frame): void {
    if (this.#isOpen) this.#wire?.send(frame);
  }

  ping(mark?: number): boolean {
    return this.#isOpen && this.#wire?.ping(mark) === true;
  }

  leave(line: SharedLine, now: boolean): void {
    if (this.#left.has(line)) {
      if (now && this.lines.size === 0) this.#wire?.terminate();
      else if (now) setImmediate(() => this.#end(line));
      return;
    }
    if (!this.lines.delete(line)) return;
    this.#isSorted = true;
    this.#left.add(line);
    if (this.lines.size === 0) return this.#close(now);
    this.fillChanged();
    if (now) setImmediate(() => this.#end(line));
    // What its server has sent may wait unread. Where all have left by then, it ends with the socket.
    else ownTimeout(() => this.#isLeaving || this.#end(line), HEARD_OUT_MS).unref();
  }

  fillChanged(): void {
    const isFull = [...this.lines, ...this.#left].some((line) => line.isFull);
    if (!this.#isOpen || isFull === this.#isPaused) return;
    this.#isPaused = isFull;
    this.#wire?.[isFull ? 'pause' : 'resume']();
  }

  #end(line: SharedLine): void {
    if (!this.#left.delete(line)) return;
    line.closed(1000, '');
    this.fillChanged();
  }

  async #dial(): Promise<void> {
    await this.#options.turnFor(this.#to.url, this.#abort.signal);
    if (this.#abort.signal.aborted || !(await this.#sit())) return;
    const wire = openWebSocket(this.#to, this.#options, {
      opened: () => this.#opened(),
      frame: (bytes, isBinary) => this.#frame(bytes, isBinary),
      heard: (mark) => this.#heard(mark),
      // Counted by the first line only: the frame is handled once.
      worked: (work) => [...this.lines][0]?.tell((listener) => listener.worked(work)),
      refused: (end) => this.#tell((listener) => listener.refused(end)),
      broken: (reason) => this.#tell((listener) => listener.broken(reason)),
      failed: (code) => this.#tell((listener) => listener.failed(code)),
      closed: (code, words, retryAfterMs) => this.#closed(code, words, retryAfterMs),
    });
    if ('reason' in wire) {
      this.#tell((listener) => listener.refused(wire));
      return this.#closed(1006, '');
    }
    this.#wire = wire;
    const { connectTimeoutMs } = this.#options;
    this.#deadline = setTimeout(() => {
      this.#tell((listener) => listener.refused({ reason: 'connect-timeout' }));
      this.#wire?.terminate();
    }, connectTimeoutMs);
  }

  /** @returns whether it may go on. */
  async #sit(): Promise<boolean> {
    const { seats, noSeat = '' } = this.#sharing;
    if (seats === undefined) return true;
    this.#seat = await this.#options.seatFor(seats);
    if (this.#abort.signal.aborted) {
      this.#seat?.giveBack();
      return false;
    }
    if (this.#seat !== undefined) return true;
    const after = { refused: noSeat, isSoonOver: true };
    this.#tell((listener) => listener.refused({ reason: 'source-refused', after }));
    this.#closed(1006, '');
    return false;
  }

  #opened(): void {
    clearTimeout(this.#deadline);
    this.#isOpen = true;
    this.#heardAt = this.#options.now();
    for (const line of this.lines) line.opened();
  }

  /** A line that joins later receives the greeting, but none of the frames since. */
  #greet(line: SharedLine): void {
    if (!this.lines.has(line) || line.isOpen) return;
    line.opened();
    if (this.#greeting !== undefined && this.lines.has(line)) line.frame(this.#greeting, false);
  }

  #frame(bytes: Buffer, isBinary: boolean): void {
    const now = this.#options.now();
    this.#heardAt = now;
    if (this.#greeting === undefined && this.#sharing.isGreeting(bytes)) this.#greeting = bytes;
    const topic = this.#isSorted ? this.#sharing.topicOf(bytes) : undefined;
    // One that leaves for this frame has heard it.
    const all = this.#left.size === 0 ? this.lines : [...this.lines, ...this.#left];
    for (const line of all) {
      if (topic === undefined || line.topic === topic) line.frame(bytes, isBinary);
    }
    if (topic === undefined || now - this.#toldAt < HEARD_EVERY_MS) return;
    this.#toldAt = now;
    this.#heard();
  }

  #heard(mark?: number): void {
    for (const line of this.lines) line.heard(mark);
  }

  #tell(say: (listener: WireListener) => void): void {
    for (const line of this.lines) line.tell(say);
  }

  #close(now: boolean): void {
    this.#retire();
    if (this.#wire === undefined) {
      setImmediate(() => this.#closed(1006, ''));
      return;
    }
    this.#wire[now ? 'terminate' : 'close']();
  }

  #retire(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    clearTimeout(this.#deadline);
    this.#abort.abort();
    this.#gone();
  }

  #closed(code: number, words: string, retryAfterMs?: number): void {
    this.#retire();
    this.#seat?.giveBack();
    this.#isOpen = false;
    const lines = [...this.lines];
    this.lines.clear();
    for (const line of [...lines, ...this.#left]) line.closed(code, words, retryAfterMs);
    this.#left.clear();
  }
}
