import { createHmac } from 'node:crypto';
import type { Secret } from '#secret';
import { compileAuthKeyTemplate, type TemplateFill } from './auth-key-template.js';
import type { SignedRequest, Signer, UnsignedRequest } from './signer.js';

/** How `auth_key` is computed and carried. */
export interface AuthKeyOptions {
  readonly secret: Secret;
  /** The string to sign, see {@link AUTH_KEY_FIELDS}. */
  readonly template: string;
  readonly encoding: 'hex' | 'base64' | 'base64url';
  /** How long each key is valid. */
  readonly ttlSeconds: number;
  /** `query`: `auth_key`, `expires_time`; `header`: `x-mss-auth-key`, `x-mss-expires-time`. */
  readonly carrier: 'query' | 'header';
}

/**
 * Authenticates reports with an `auth_key` of our own: HMAC-SHA256 over the filled template. The
 * API documents only this much and no string to sign, so the operator must confirm the template
 * with Huawei.
 * @see https://support.huaweicloud.com/api-metastudio/LiveEventReport.html
 */
export class AuthKeySigner implements Signer {
  readonly #options: AuthKeyOptions;
  readonly #stringToSign: (fill: TemplateFill) => string;

  /** @throws {TypeError} for a template with a problem. */
  constructor(options: AuthKeyOptions) {
    this.#options = options;
    this.#stringToSign = compileAuthKeyTemplate(options.template);
  }

  /** @throws {TypeError} for a request without a target: only reports have an `auth_key`. */
  sign({ url, headers, now, target }: UnsignedRequest): SignedRequest {
    if (target === undefined) throw new TypeError('Only reports are signed with an auth_key.');
    const { secret, encoding, ttlSeconds, carrier } = this.#options;
    const expiresTime = Math.floor(now) + ttlSeconds * 1000;
    const authKey = createHmac('sha256', secret.reveal())
      .update(this.#stringToSign({ url, target, expiresTime }))
      .digest(encoding);
    if (carrier === 'header') {
      const added = { 'x-mss-auth-key': authKey, 'x-mss-expires-time': String(expiresTime) };
      return { url, headers: { ...headers, ...added } };
    }
    const carrying = url
      .withParameter('auth_key', authKey)
      .withParameter('expires_time', String(expiresTime));
    return { url: carrying, headers };
  }

  /** The same secret would sign the same way. */
  refused(): boolean {
    return false;
  }
}
