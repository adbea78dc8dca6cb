import type { ReportTarget } from '../report-target.js';
import type { RequestUrl } from '../request-url.js';

/** A request that lacks only its authentication. */
export interface UnsignedRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: RequestUrl;
  /** Everything to sign besides what the signer adds. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes of the body; absent: none. */
  readonly body?: Uint8Array | undefined;
  /** MetaStudio's time in ms, as far as we know it. */
  readonly now: number;
  /** The job of a report; absent for other calls. */
  readonly target?: ReportTarget | undefined;
}

/** A request ready to send: exactly these headers and this address. */
export interface SignedRequest {
  readonly url: RequestUrl;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Authenticates requests. Every attempt is signed anew. Holds secrets, and never shows them: not
 * when inspected, not in an error.
 */
export interface Signer {
  /** Rejects with a {@link CredentialError} if no credential is available now. */
  sign(request: UnsignedRequest): SignedRequest | Promise<SignedRequest>;
  /**
   * MetaStudio refused this request's credential.
   *
   * @returns whether a new signature will differ, so that one more attempt makes sense.
   */
  refused(request: SignedRequest): boolean;
  /**
   * Resolves once a credential that has to be fetched is at hand, or rejects with a {@link CredentialError} if it
   * cannot be had now. Absent where none is fetched.
   */
  ready?(): Promise<void>;
}
