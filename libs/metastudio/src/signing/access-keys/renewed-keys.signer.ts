import { AkSkSigner, type AccessKeys } from './aksk.signer.js';
import { RenewedCredential, type Lifetime } from '../renewed-credential.js';
import type { SignedRequest, Signer, UnsignedRequest } from '../signer.js';

/** Access keys that expire. */
export type TemporaryKeys = AccessKeys & Lifetime;

/** Signs with temporary access keys that it obtains and keeps, as {@link RenewedCredential} does. */
export class RenewedKeysSigner implements Signer {
  readonly #keys: RenewedCredential<TemporaryKeys>;

  /**
   * @param fetchKeys rejects with a `CredentialError`.
   * @param now the corrected time in ms.
   */
  constructor(fetchKeys: () => Promise<TemporaryKeys>, now: () => number) {
    this.#keys = new RenewedCredential(fetchKeys, now);
  }

  async sign(request: UnsignedRequest): Promise<SignedRequest> {
    return new AkSkSigner(await this.#keys.current()).sign(request);
  }

  refused({ headers }: SignedRequest): boolean {
    const { authorization = '', 'x-security-token': token } = headers;
    return this.#keys.refused(({ accessKey, securityToken }) => {
      return (
        authorization.includes(` Access=${accessKey.reveal()},`) &&
        securityToken?.reveal() === token
      );
    });
  }
  async ready(): Promise<void> {
    await this.#keys.ready();
  }
}
