import { openText, sealText, Secret, secretOf } from '#secret';

const SEALED = 'sealed:';

/**
 * Keeps issued report URLs, which are secrets, in Redis: encrypted with AES-256-GCM where a state
 * key is configured, else as they are. Bound to their target, so that one copied to another
 * target's hash is not opened there.
 */
export class ReportUrlVault {
  readonly #key: Secret<Buffer> | undefined;

  /** @param key 32 bytes. */
  constructor(key: Secret<Buffer> | undefined) {
    this.#key = key;
  }

  /** The text to store. */
  seal(target: string, url: Secret): string {
    if (this.#key === undefined) return url.reveal();
    return SEALED + sealText(this.#key, target, url.reveal());
  }

  /**
   * The stored URL; `undefined` where it was sealed with another key, or no key is configured now.
   * It is then looked up or issued again.
   */
  open(target: string, kept: string): Secret | undefined {
    if (!kept.startsWith(SEALED)) return new Secret(kept);
    if (this.#key === undefined) return undefined;
    return secretOf(openText(this.#key, target, kept.slice(SEALED.length)));
  }
}
