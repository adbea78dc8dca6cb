import type { Secret } from '#secret';
import type { SignedRequest, Signer, UnsignedRequest } from '../signer.js';

/** Sends an IAM token provided by the operator (`X-Auth-Token`). It lives for 24 hours. */
export class TokenSigner implements Signer {
  readonly #token: Secret;

  constructor(token: Secret) {
    this.#token = token;
  }

  sign({ url, headers }: UnsignedRequest): SignedRequest {
    return { url, headers: { ...headers, 'x-auth-token': this.#token.reveal() } };
  }

  /** The operator's token cannot be renewed here. */
  refused(): boolean {
    return false;
  }
}
