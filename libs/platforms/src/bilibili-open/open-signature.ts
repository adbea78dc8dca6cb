import { createHash, createHmac } from 'node:crypto';

/** The key that requests are signed with. */
export interface OpenKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/**
 * The headers of a request with this body, which must be sent byte for byte as it is.
 * @param at in ms since 1970; Bilibili refuses times that are some minutes off.
 * @param nonce a fresh one for each request.
 * @see https://open-live.bilibili.com/document/
 */
export function signedHeaders(
  body: string,
  key: OpenKey,
  at: number,
  nonce: string,
): Record<string, string> {
  // They are signed in this order, which is alphabetical.
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
