import { shortOfMs } from '#timing';
import { CredentialError } from './credential-error.js';

/** The lifetime of a credential. Times in ms. */
export interface Lifetime {
  readonly obtainedAt: number;
  /** From then on the next one is fetched, while this one is used. */
  readonly renewAt: number;
  readonly expiresAt: number;
}

/**
 * A credential that expires, kept until then. One renewal runs at a time, for all callers; a
 * credential that is still valid is used while the next one is fetched. After a failure the issuer
 * is left alone for a while, and every call fails at once with the same error: Huawei locks a user
 * after a few wrong passwords.
 */
export class RenewedCredential<T extends Lifetime> {
  readonly #fetchNext: () => Promise<T>;
  readonly #now: () => number;
  readonly #elapsed: () => number;
  #current: T | undefined;
  #renewal: Promise<T> | undefined;
  #failure: { readonly error: unknown; readonly until: number } | undefined;

  /**
   * @param fetchNext rejects with a {@link CredentialError}.
   * @param now the corrected time in ms.
   * @param elapsed ms of a clock that never jumps.
   */
  constructor(
    fetchNext: () => Promise<T>,
    now: () => number,
    elapsed: () => number = () => performance.now(),
  ) {
    this.#fetchNext = fetchNext;
    this.#now = now;
    this.#elapsed = elapsed;
  }

  /** The current credential. @throws {CredentialError} */
  async current(): Promise<T> {
    const current = this.#current;
    const now = this.#now();
    if (current === undefined || now >= current.expiresAt) return this.#renew();
    if ((now >= current.renewAt || isAhead(current.obtainedAt, now)) && !this.#pausing()) {
      // Nobody waits for this one; its failure is kept for the call that needs it.
      void this.#renew().catch(() => undefined);
    }
    return current;
  }

  /** Waits for one, if there is none. @throws {CredentialError} */
  async ready(): Promise<void> {
    await this.current();
  }

  /**
   * The credential was refused, and is renewed once: one that is refused right after it was
   * obtained stays.
   * @param isCurrent whether the refused credential is the current one.
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
      const isBusy = error instanceof CredentialError && error.retriable;
      // Processes come back to a busy issuer one by one; a refusal is each process's own, and counts whole.
      const pauseMs = isBusy
        ? Math.max(error.retryAfterMs ?? 0, shortOfMs(BUSY_PAUSE_MS))
        : REFUSED_PAUSE_MS;
      this.#failure = { error, until: this.#elapsed() + pauseMs };
      throw error;
    }
  }

  #pausing(): boolean {
    return this.#failure !== undefined && this.#elapsed() < this.#failure.until;
  }
}

/**
 * How long before its end a credential is renewed; a short-lived one must not be renewed at every
 * call.
 */
export function renewAtOf(obtainedAt: number, expiresAt: number, aheadMs: number): number {
  return expiresAt - Math.min(aheadMs, (expiresAt - obtainedAt) / 5);
}

/**
 * Whether a time in the past is ahead: the clock was set back since, so it says nothing about the
 * end.
 */
function isAhead(past: number, now: number): boolean {
  return past - now > FRESH_MS;
}

/** A credential refused at this age will be refused again. */
const FRESH_MS = 60_000;
const BUSY_PAUSE_MS = 2000;
const REFUSED_PAUSE_MS = 5 * 60_000;
