import { signedHeaders } from './open-signature.js';

describe('signedHeaders', () => {
  it('signs the headers in their order, and the body through its digest', () => {
    const body = '{"code":"CODE1234","app_id":1700000000001}';
    const key = { accessKeyId: 'key-id', accessKeySecret: 'key-secret' };
    // The signature was made with OpenSSL, from the documented text.
    expect(signedHeaders(body, key, 1_700_000_000_999, 'nonce-1')).toEqual({
      'x-bili-accesskeyid': 'key-id',
      'x-bili-content-md5': 'c7c6d6a53d1b42f89664032d301ded6c',
      'x-bili-signature-method': 'HMAC-SHA256',
      'x-bili-signature-nonce': 'nonce-1',
      'x-bili-signature-version': '1.0',
      'x-bili-timestamp': '1700000000',
      Authorization: '9ac4b9b1ae0c66ea469438b211c4371743de512974e145afbe86376de3ac5a3f',
      'Content-Type': 'application/json',
      Accept: 'application/json',
    });
  });
});
