import type { Secret } from '#secret';
import { authorizationOf, sdkDateOf } from './sdk-hmac.js';
import type { SignedRequest, Signer, UnsignedRequest } from '../signer.js';

/** A pair of Huawei Cloud access keys. */
export interface AccessKeys {
  readonly accessKey: Secret;
  readonly secretKey: Secret;
  /** The token of temporary keys; it is sent and signed. */
  readonly securityToken?: Secret | undefined;
}

/**
 * Signs with an access key and its secret key (SDK-HMAC-SHA256): every header it is given, the
 * host, the time and the exact bytes of the body.
 *
 * @see https://support.huaweicloud.com/devg-apisign/api-sign-algorithm.html
 */
export class AkSkSigner implements Signer {
  readonly #keys: AccessKeys;

  constructor(keys: AccessKeys) {
    this.#keys = keys;
  }

  sign({ method, url, headers, body, now }: UnsignedRequest): SignedRequest {
    const { accessKey, secretKey, securityToken } = this.#keys;
    const sent: Record<string, string> = Object.assign({ 'x-sdk-date': sdkDateOf(now) }, headers);
    if (securityToken !== undefined) sent['x-security-token'] = securityToken.reveal();
    const signed = Object.assign({ host: url.host }, sent);
    const { path, query } = url;
    sent['authorization'] = authorizationOf(
      { method, path, query, headers: signed, body },
      accessKey.reveal(),
      secretKey.reveal(),
    );
    return { url, headers: sent };
  }

  /** Keys do not renew themselves. */
  refused(): boolean {
    return false;
  }
}
