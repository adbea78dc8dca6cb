import { CredentialError } from './credential-error.js';
import type { IamToken } from './iam-token.source.js';
import type { SignedRequest, Signer, UnsignedRequest } from './signer.js';

/**
 * Signs with tokens that it obtains from IAM and keeps. One renewal runs at a time, whoever asks
 * for it; a token that still lives is used while the next one is fetched.
 *
 * After a failure IAM is left alone for a while, and every call fails at once with the same
 * error: Huawei locks a user after a few wrong passwords.
 */
export class IamTokenSigner implements Signer {
  readonly #fetchToken: () => Promise<IamToken>;
  readonly #now: () => number;
  #token: IamToken | undefined;
  #renewal: Promise<IamToken> | undefined;
  #failure: { readonly error: unknown; readonly until: number } | undefined;

  /**
   * @param fetchToken see `fetchIamToken`.
   * @param now the corrected time in ms.
   */
  constructor(fetchToken: () => Promise<IamToken>, now: () => number) {
    this.#fetchToken = fetchToken;
    this.#now = now;
  }

  async sign({ url, headers }: UnsignedRequest): Promise<SignedRequest> {
    const { text } = await this.#currentToken();
    return { url, headers: { ...headers, 'x-auth-token': text } };
  }

  /** A token is renewed once: one that is refused right after it was obtained stays. */
  refused({ headers }: SignedRequest): boolean {
    const token = this.#token;
    // Another call's refusal came first, and a fresh token is here or under way.
    if (token === undefined || token.text !== headers['x-auth-token']) return true;
    if (this.#now() - token.obtainedAt < FRESH_MS) return false;
    this.#token = undefined;
    return true;
  }

  async #currentToken(): Promise<IamToken> {
    const token = this.#token;
    const left = token === undefined ? 0 : token.expiresAt - this.#now();
    if (token === undefined || left <= 0) return this.#renew();
    if (left <= aheadMsOf(token) && !this.#pausing()) {
      // Nobody waits for this one; its failure is kept and met by the call that needs it.
      void this.#renew().catch(() => undefined);
    }
    return token;
  }

  #renew(): Promise<IamToken> {
    const failure = this.#failure;
    if (failure !== undefined && this.#pausing()) return Promise.reject(failure.error);
    this.#renewal ??= this.#fetch().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #fetch(): Promise<IamToken> {
    try {
      const token = await this.#fetchToken();
      this.#failure = undefined;
      this.#token = token;
      return token;
    } catch (error) {
      const retriable = error instanceof CredentialError && error.retriable;
      const until = this.#now() + (retriable ? BUSY_PAUSE_MS : REFUSED_PAUSE_MS);
      this.#failure = { error, until };
      throw error;
    }
  }

  #pausing(): boolean {
    return this.#failure !== undefined && this.#now() < this.#failure.until;
  }
}

/** A token is renewed so long before its end; one of a short life must not be at every call. */
function aheadMsOf({ obtainedAt, expiresAt }: IamToken): number {
  return Math.min(RENEW_AHEAD_MS, (expiresAt - obtainedAt) / 5);
}

const RENEW_AHEAD_MS = 30 * 60_000;
/** A token that is refused at this age will be refused again. */
const FRESH_MS = 60_000;
const BUSY_PAUSE_MS = 2000;
const REFUSED_PAUSE_MS = 5 * 60_000;
