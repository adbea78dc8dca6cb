/**
 * Collects the bytes of a long text that is written in many small pieces. V8 keeps a string that
 * grows by each of them as a tree, and flattening that would cost a scrape more than everything
 * else.
 */
export class GrowingText {
  #bytes: Buffer;
  #length = 0;
  /** Text that is not in the buffer yet. */
  #text = '';
  #pieces = 0;

  /** @param bytes the expected size, as of the text before: a buffer that has to grow is copied. */
  constructor(bytes = 0) {
    this.#bytes = Buffer.allocUnsafe(Math.max(BYTES_MIN, bytes));
  }

  add(piece: string): void {
    this.#text += piece;
    if (++this.#pieces === PIECES_A_TIME) this.#write();
  }

  /** Everything that was added. */
  bytes(): Buffer {
    this.#write();
    return this.#bytes.subarray(0, this.#length);
  }

  #write(): void {
    const needed = this.#length + this.#text.length * UTF8_BYTES_MAX;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(this.#text, this.#length);
    this.#text = '';
    this.#pieces = 0;
  }
}

const BYTES_MIN = 16 * 1024;
const PIECES_A_TIME = 64;
/** The most bytes of one UTF-16 unit. */
const UTF8_BYTES_MAX = 3;
