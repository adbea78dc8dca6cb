import { createHash, createHmac } from 'node:crypto';

/** What a request is signed with. */
export interface OpenKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/**
 * The headers of a request with this body, which must be sent as it is, byte for byte.
 *
 * @param at in ms since 1970; Bilibili refuses what is some minutes off.
 * @param nonce another one for each request.
 * @see https://open-live.bilibili.com/document/
 */
export function signedHeaders(
  body: string,
  key: OpenKey,
  at: number,
  nonce: string,
): Record<string, string> {
  // The signature covers them in this order, that of the alphabet.
  const signed = {
    'x-bili-accesskeyid': key.accessKeyId,
    'x-bili-content-md5': createHash('md5').update(body).digest('hex'),
    'x-bili-signature-method': 'HMAC-SHA256',
    'x-bili-signature-nonce': nonce,
    'x-bili-signature-version': '1.0',
    'x-bili-timestamp': String(Math.floor(at / 1000)),
  };
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}`);
  const signature = createHmac('sha256', key.accessKeySecret).update(lines.join('\n'));
  return {
    ...signed,
    Authorization: signature.digest('hex'),
    'Content-Type': 'application/json',
    Accept: 'application/json',
  };
}
