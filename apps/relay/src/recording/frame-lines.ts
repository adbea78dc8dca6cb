/** Longest line that holds a frame, in bytes. */
export const LINE_BYTES_MAX = 16 * 1024 * 1024;

/** A line of input without its end, or the sign that one was longer than {@link LINE_BYTES_MAX}. */
export type FrameLine =
  | { readonly number: number; readonly bytes: Buffer }
  | { readonly number: number; readonly bytes: undefined };

/**
 * Cuts a byte stream into lines. Holds at most one line; one that is too long is skipped. The byte
 * order mark with which files of Windows begin is no part of the first line.
 */
export class FrameLines {
  #number = 0;
  #pieces: Buffer[] = [];
  #length = 0;

  /** The lines that end in this chunk. Numbers begin with 1. */
  *push(chunk: Buffer): Generator<FrameLine> {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      this.#keep(chunk.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** The last line, where the input does not end with a line end. */
  *end(): Generator<FrameLine> {
    if (this.#length > 0) yield this.#take();
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > LINE_BYTES_MAX) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #take(): FrameLine {
    const tooLong = this.#length > LINE_BYTES_MAX;
    const [first = EMPTY] = this.#pieces;
    const line = this.#pieces.length > 1 ? Buffer.concat(this.#pieces) : first;
    this.#pieces = [];
    this.#length = 0;
    this.#number += 1;
    const isMarked = this.#number === 1 && line.subarray(0, 3).equals(BYTE_ORDER_MARK);
    const bytes = line.subarray(isMarked ? 3 : 0, line.at(-1) === CR ? -1 : undefined);
    return tooLong ? { number: this.#number, bytes: undefined } : { number: this.#number, bytes };
  }
}

const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const EMPTY = Buffer.alloc(0);
