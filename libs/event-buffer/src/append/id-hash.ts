import { hash } from 'node:crypto';

/** Bytes of a message id's hash in the dedupe window. */
export const ID_HASH_BYTES = 8;

/**
 * Hashes message ids to 64 bits. Keyed with a salt that all collectors share, so that nobody who
 * writes in a chat can make two ids collide.
 */
export class IdHasher {
  readonly #key: string;

  /**
   * @param salt the salt of this relay; see {@link BufferKeys.salt}.
   * @param scope keeps the ids of different platforms apart.
   */
  constructor(salt: string, scope: string) {
    this.#key = `${salt}\0${scope}\0`;
  }

  /** Eight bytes as a string of eight Latin-1 characters, never all zero. */
  hash(id: string): string {
    const bytes = hash('sha256', this.#key + id, 'binary').slice(0, ID_HASH_BYTES);
    return bytes === NONE ? 'nonzero!' : bytes;
  }
}

/** Stands for an event without an id. */
export const NONE = '\0'.repeat(ID_HASH_BYTES);
