import type { IamToken } from './iam-token.source.js';
import { renewAtOf, RenewedCredential, type Lifetime } from '../renewed-credential.js';
import type { SignedRequest, Signer, UnsignedRequest } from '../signer.js';

/** Signs with tokens that it obtains from IAM and keeps, as {@link RenewedCredential} does. */
export class IamTokenSigner implements Signer {
  readonly #tokens: RenewedCredential<IamToken & Lifetime>;

  /**
   * @param fetchToken see `fetchIamToken`.
   * @param now the corrected time in ms.
   * @param elapsed ms of a clock that never jumps.
   */
  constructor(fetchToken: () => Promise<IamToken>, now: () => number, elapsed?: () => number) {
    const fetchNext = async (): Promise<IamToken & Lifetime> => withRenewal(await fetchToken());
    this.#tokens = new RenewedCredential(fetchNext, now, elapsed);
  }

  async sign({ url, headers }: UnsignedRequest): Promise<SignedRequest> {
    const { text } = await this.#tokens.current();
    return { url, headers: { ...headers, 'x-auth-token': text } };
  }

  refused({ headers }: SignedRequest): boolean {
    return this.#tokens.refused(({ text }) => text === headers['x-auth-token']);
  }

  async ready(): Promise<void> {
    await this.#tokens.ready();
  }
}

function withRenewal(token: IamToken): IamToken & Lifetime {
  const { obtainedAt, expiresAt } = token;
  return { ...token, renewAt: renewAtOf(obtainedAt, expiresAt, RENEW_AHEAD_MS) };
}

const RENEW_AHEAD_MS = 30 * 60_000;
