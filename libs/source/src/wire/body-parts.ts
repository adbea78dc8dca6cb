/** So many pieces of a body are held apart. */
const PIECES_MAX = 1024;

/**
 * Puts a body together of the pieces in which it comes. A piece of one byte is an object of a hundred, and
 * keeps all that was read with it, so many small ones are joined as they come.
 */
export class BodyParts {
  #parts: Uint8Array[] = [];
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(piece: Uint8Array): void {
    this.#bytes += piece.length;
    this.#pieces.push(piece);
    if (this.#pieces.length < PIECES_MAX) return;
    this.#parts.push(Buffer.concat(this.#pieces));
    this.#pieces = [];
    // Nor may there be a million of those.
    if (this.#parts.length >= PIECES_MAX) this.#parts = [Buffer.concat(this.#parts)];
  }

  whole(): Buffer {
    return Buffer.concat([...this.#parts, ...this.#pieces], this.#bytes);
  }
}
