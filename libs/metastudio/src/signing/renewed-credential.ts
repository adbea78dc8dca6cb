import { CredentialError } from './credential-error.js';

/** A credential that ends. Times in ms. */
export interface Lifetime {
  readonly obtainedAt: number;
  /** From here on the next one is fetched, while this one is used. */
  readonly renewAt: number;
  readonly expiresAt: number;
}

/**
 * A credential that somebody gives, kept until it ends. One renewal runs at a time, for all who ask
 * for it; one that still lives is used while the next one is fetched.
 *
 * After a failure the giver is left alone for a while, and every call fails at once with the same
 * error: Huawei locks a user after a few wrong passwords.
 */
export class RenewedCredential<T extends Lifetime> {
  readonly #fetchNext: () => Promise<T>;
  readonly #now: () => number;
  #current: T | undefined;
  #renewal: Promise<T> | undefined;
  #failure: { readonly error: unknown; readonly until: number } | undefined;

  /**
   * @param fetchNext rejects with a {@link CredentialError}.
   * @param now the corrected time in ms.
   */
  constructor(fetchNext: () => Promise<T>, now: () => number) {
    this.#fetchNext = fetchNext;
    this.#now = now;
  }

  /** The one that counts now. @throws {CredentialError} */
  async current(): Promise<T> {
    const current = this.#current;
    const now = this.#now();
    if (current === undefined || now >= current.expiresAt) return this.#renew();
    if ((now >= current.renewAt || isAhead(current.obtainedAt, now)) && !this.#pausing()) {
      // Nobody waits for this one; its failure is kept and met by the call that needs it.
      void this.#renew().catch(() => undefined);
    }
    return current;
  }

  /**
   * It was refused, and is renewed once: one that is refused right after it was obtained stays.
   *
   * @param isCurrent whether what was refused is the one that is used now.
   * @returns whether the next one will differ.
   */
  refused(isCurrent: (current: T) => boolean): boolean {
    const current = this.#current;
    // Another call's refusal came first, and a fresh one is here or under way.
    if (current === undefined || !isCurrent(current)) return true;
    if (Math.abs(this.#now() - current.obtainedAt) < FRESH_MS) return false;
    this.#current = undefined;
    return true;
  }

  #renew(): Promise<T> {
    const failure = this.#failure;
    if (failure !== undefined && this.#pausing()) return Promise.reject(failure.error);
    this.#renewal ??= this.#fetch().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #fetch(): Promise<T> {
    try {
      const next = await this.#fetchNext();
      this.#failure = undefined;
      this.#current = next;
      return next;
    } catch (error) {
      const retriable = error instanceof CredentialError && error.retriable;
      const until = this.#now() + (retriable ? BUSY_PAUSE_MS : REFUSED_PAUSE_MS);
      this.#failure = { error, until };
      throw error;
    }
  }

  #pausing(): boolean {
    const leftMs = this.#failure === undefined ? 0 : this.#failure.until - this.#now();
    return leftMs > 0 && leftMs <= REFUSED_PAUSE_MS;
  }
}

/** So long before its end one is renewed; one of a short life must not be at every call. */
export function renewAtOf(obtainedAt: number, expiresAt: number, aheadMs: number): number {
  return expiresAt - Math.min(aheadMs, (expiresAt - obtainedAt) / 5);
}

/** Whether a time of the past is ahead: the clock was set back since, and says nothing of an end. */
function isAhead(past: number, now: number): boolean {
  return past - now > FRESH_MS;
}

/** One that is refused at this age will be refused again. */
const FRESH_MS = 60_000;
const BUSY_PAUSE_MS = 2000;
const REFUSED_PAUSE_MS = 5 * 60_000;
