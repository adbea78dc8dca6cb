import { hash } from 'node:crypto';

/** Bytes of a message id's hash in the dedupe window. */
export const ID_HASH_BYTES = 8;

/**
 * Hashes message ids to 64 bits. Keyed with a salt that all collectors share, so that nobody who
 * writes in a chat can make two ids collide.
 */
export class IdHasher {
  readonly #key: string;
  /** By type, where those are told apart. */
  readonly #keys: Map<string, string> | undefined;

  /**
   * @param salt the salt of this relay; see {@link BufferKeys.salt}.
   * @param scope keeps the ids of different platforms apart.
   * @param byType whether events of different types may have the same id.
   */
  constructor(salt: string, scope: string, byType = false) {
    this.#key = `${salt}\0${scope}\0`;
    this.#keys = byType ? new Map() : undefined;
  }

  /**
   * Eight bytes as a string of eight Latin-1 characters, never all zero.
   *
   * @param type of the event.
   */
  hash(id: string, type = ''): string {
    const key = this.#keys === undefined ? this.#key : this.#keyOf(type, this.#keys);
    const bytes = hash('sha256', key + id, 'binary').slice(0, ID_HASH_BYTES);
    return bytes === NONE ? 'nonzero!' : bytes;
  }

  #keyOf(type: string, keys: Map<string, string>): string {
    const known = keys.get(type);
    if (known !== undefined) return known;
    const key = `${this.#key}${type}\0`;
    keys.set(type, key);
    return key;
  }
}

/** Stands for an event without an id. */
export const NONE = '\0'.repeat(ID_HASH_BYTES);
