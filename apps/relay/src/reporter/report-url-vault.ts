import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from '#secret';

const SEALED = 'sealed:';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

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

  /** What to keep. */
  seal(target: string, url: Secret): string {
    if (this.#key === undefined) return url.reveal();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key.reveal(), nonce);
    cipher.setAAD(Buffer.from(target));
    const sealed = Buffer.concat([cipher.update(url.reveal(), 'utf8'), cipher.final()]);
    return SEALED + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /**
   * The URL that was kept; `undefined` where it was sealed with another key or none is configured
   * now. It is then looked up or issued anew.
   */
  open(target: string, kept: string): Secret | undefined {
    if (!kept.startsWith(SEALED)) return new Secret(kept);
    if (this.#key === undefined) return undefined;
    const bytes = Buffer.from(kept.slice(SEALED.length), 'base64');
    if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key.reveal(), nonce);
    decipher.setAAD(Buffer.from(target));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return new Secret(Buffer.concat([opened, decipher.final()]).toString('utf8'));
    } catch {
      // Sealed with another key, or damaged: as good as not there.
      return undefined;
    }
  }
}
