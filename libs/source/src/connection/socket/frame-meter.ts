import type { Portions } from './feed.js';

/** How many frames are handed on at a time. */
const PORTION_FRAMES = 16;
/** The most interim answers (`100 Continue`, `103 Early Hints`): no server needs more. */
const INTERIM_MAX = 16;
/** More than twice what Node accepts as the header of one answer, in bytes. */
const HEAD_BYTES_MAX = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;
/** The part of an answer that is read: `HTTP/1.1 101`. */
const STATUS_LINE_LENGTH = 12;

/**
 * Counts what a WebSocket's server sends, without reading it: the answers before the upgrade, then
 * the frames. A frame costs its handling even if it is empty, and a part of a message brings
 * nothing that anything else could count.
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export class FrameMeter implements Portions {
  /** Parts of incomplete messages since the last {@link takeParts}. */
  #parts = 0;
  #isOpen: boolean;

  #answer = '';
  #endsLine = false;
  #headBytes = 0;
  #interim = 0;

  #header = 0;
  #headerLength = 2;
  #first = 0;
  /** The payload length of the current frame, then what is left of it, in bytes. */
  #payload = 0;

  /** @param from where the data begins: with the answers, or with the frames after them. */
  constructor(from: 'answers' | 'open' = 'answers') {
    this.#isOpen = from === 'open';
  }

  /** @returns 0 if a server sends interim answers without end and never upgrades. */
  portion(bytes: Buffer): number {
    return this.#isOpen ? this.#frames(bytes) : this.#answers(bytes);
  }

  takeParts(): number {
    const parts = this.#parts;
    this.#parts = 0;
    return parts;
  }

  /**
   * Reads to the end of one answer, so that frames after the last are counted from their beginning.
   */
  #answers(bytes: Buffer): number {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (++this.#headBytes > HEAD_BYTES_MAX) return 0;
      if (this.#answer.length < STATUS_LINE_LENGTH) this.#answer += String.fromCharCode(byte);
      const isEnd = byte === LF && this.#endsLine;
      if (byte !== CR) this.#endsLine = byte === LF;
      if (!isEnd) continue;
      const status = this.#answer.slice(8);
      if (status === ' 101') this.#isOpen = true;
      else if (status.startsWith(' 1') && ++this.#interim > INTERIM_MAX) return 0;
      this.#answer = '';
      this.#endsLine = false;
      return at + 1;
    }
    return bytes.length;
  }

  #frames(bytes: Buffer): number {
    let at = 0;
    for (let frames = 0; frames < PORTION_FRAMES && at < bytes.length;) {
      if (this.#header < this.#headerLength) {
        this.#readHeader(bytes[at++]!);
      } else {
        const here = Math.min(this.#payload, bytes.length - at);
        this.#payload -= here;
        at += here;
      }
      if (this.#header < this.#headerLength || this.#payload > 0) continue;
      frames++;
      if ((this.#first & 0x80) === 0) this.#parts++;
      this.#header = 0;
      this.#headerLength = 2;
    }
    return at;
  }

  #readHeader(byte: number): void {
    const place = this.#header++;
    if (place === 0) {
      this.#first = byte;
    } else if (place === 1) {
      const length = byte & 0x7f;
      this.#payload = length < 126 ? length : 0;
      // Only clients mask; a server that does is disconnected by the frame reader.
      this.#headerLength = 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (byte >> 7) * 4;
      this.#extended = length < 126 ? 2 : this.#headerLength - (byte >> 7) * 4;
    } else if (place < this.#extended) {
      this.#payload = this.#payload * 256 + byte;
    }
  }

  /** Where the length ends in the header. */
  #extended = 2;
}
