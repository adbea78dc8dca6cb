import type { Frame } from '../frame.js';
import { keptBytes } from '../kept-frames.js';
import type { Wire, WireListener } from './wire.js';

/** How much is kept for a paused line before the socket pauses for all, in bytes. */
const KEPT_BYTES_MAX = 256 * 1024;

/** The socket under a line, as the line sees it. */
export interface LineOwner {
  readonly unsentBytes: number;
  readonly lines: ReadonlySet<SharedLine>;
  send(frame: Frame): void;
  ping(mark?: number): boolean;
  /** @param now whether to cut the line without waiting for the server's answer. */
  leave(line: SharedLine, now: boolean): void;
  /** A line keeps more than it should, or no longer does. */
  fillChanged(): void;
}

interface KeptFrame {
  readonly bytes: Buffer;
  readonly isBinary: boolean;
}

/** One bridge's wire over a shared socket. */
export class SharedLine implements Wire {
  #paused = false;
  #flushing = false;
  #kept: KeptFrame[] = [];
  #keptBytes = 0;
  #isOpen = false;
  #ended = false;

  constructor(
    readonly topic: string,
    private readonly owner: LineOwner,
    private readonly listener: WireListener,
  ) {}

  get unsentBytes(): number {
    return this.owner.unsentBytes;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isFull(): boolean {
    return this.#keptBytes > KEPT_BYTES_MAX;
  }

  get hasOthers(): boolean {
    return [...this.owner.lines].some((line) => line !== this);
  }

  get hasTwin(): boolean {
    return [...this.owner.lines].some((line) => line !== this && line.topic === this.topic);
  }

  send(frame: Frame): void {
    this.owner.send(frame);
  }

  ping(mark?: number): boolean {
    return this.owner.ping(mark);
  }

  close(): void {
    this.owner.leave(this, false);
  }

  terminate(): void {
    this.owner.leave(this, true);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#flush();
  }

  opened(): void {
    if (this.#ended || this.#isOpen) return;
    this.#isOpen = true;
    this.listener.opened();
  }

  frame(bytes: Buffer, isBinary: boolean): void {
    if (this.#ended || !this.#isOpen) return;
    if (!this.#paused && this.#kept.length === 0) return this.listener.frame(bytes, isBinary);
    this.#kept.push({ bytes, isBinary });
    this.#keptBytes += keptBytes(bytes);
    if (this.isFull) this.owner.fillChanged();
  }

  /** The other side lives. What is kept for a paused line came before this answer, and is not handed on yet. */
  heard(mark?: number): void {
    this.tell((listener) => listener.heard(this.#kept.length === 0 ? mark : undefined));
  }

  /** Reports an event of the socket, which concerns all lines. */
  tell(say: (listener: WireListener) => void): void {
    if (!this.#ended) say(this.listener);
  }

  /** Always the last call. Kept frames are handed on first, even if the line is paused. */
  closed(code: number, words: string, retryAfterMs?: number): void {
    if (this.#ended) return;
    for (const { bytes, isBinary } of this.#kept) this.listener.frame(bytes, isBinary);
    this.#kept = [];
    this.#keptBytes = 0;
    this.#ended = true;
    this.listener.closed(code, words, retryAfterMs);
  }

  /** It may be paused again in the middle. */
  #flush(): void {
    if (this.#flushing || this.#kept.length === 0) return;
    this.#flushing = true;
    const wasFull = this.isFull;
    let count = 0;
    while (!this.#paused && count < this.#kept.length) {
      const { bytes, isBinary } = this.#kept[count++]!;
      this.#keptBytes -= keptBytes(bytes);
      this.listener.frame(bytes, isBinary);
    }
    this.#kept.splice(0, count);
    this.#flushing = false;
    if (wasFull && !this.isFull) this.owner.fillChanged();
  }
}
