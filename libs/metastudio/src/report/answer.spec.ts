import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { answerFieldsOf } from './answer.js';

/** The message of an answer that says so. */
function messageOf(text: string): string {
  const body = Buffer.from(JSON.stringify({ error_msg: text }));
  return answerFieldsOf({ status: 400, headers: {}, body }).message;
}

function idOf(header: string | string[] | undefined, own?: unknown): string | undefined {
  const body = Buffer.from(JSON.stringify({ request_id: own }));
  return answerFieldsOf({ status: 200, headers: { 'x-request-id': header }, body }).requestId;
}

describe('answerFieldsOf', () => {
  it.each([
    [{ authorization: 'SDK-HMAC-SHA256 Access=s3cret, SignedHeaders=host, Signature=s3cret' }],
    [{ host: 'h', 'X-Auth-Token': 's3cret', accept: 'json' }],
    [{ 'x-security-token': 's3cret' }],
    [{ 'x-mss-auth-key': 's3cret', 'x-mss-expires-time': '1' }],
    [{ 'proxy-authorization': 'Basic s3cret' }],
  ])('passes on no header of ours that an answer repeats: %j', (headers) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    for (const text of [JSON.stringify(headers), lines.join('\n'), lines.join('&')]) {
      const message = messageOf(`refused ${text}`);
      expect(message).toMatch(/^refused /u);
      expect(message).not.toContain('s3cret');
    }
    expect(messageOf(`GET /x?auth_key=s3cret&expires_time=1`)).toBe(
      'GET /x?auth_key=…&expires_time=1',
    );
  });

  it.each([
    'Incorrect IAM authentication information: decrypt token fail',
    'The X-Security-Token is invalid',
    'verify aksk signature fail, x-sdk-date differs',
  ])('keeps words that only name one: %s', (text) => {
    expect(messageOf(text)).toBe(text);
  });

  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('reads an answer that was compressed unasked: %s', (encoding, compress) => {
    const headers = { 'content-encoding': encoding };
    const body = compress(Buffer.from('{"error_code":"MSS.00010008"}'));
    expect(answerFieldsOf({ status: 400, headers, body }).code).toBe('MSS.00010008');
  });

  it('takes as a request id only what one looks like, since it is logged', () => {
    expect(idOf('7a4e:1-b.c_2')).toBe('7a4e:1-b.c_2');
    expect(idOf('x'.repeat(128))).toHaveLength(128);
    for (const odd of ['', 'a b', 'a\nlevel=50', '<b>', 'x'.repeat(129), ['a', 'b'], undefined]) {
      expect(idOf(odd)).toBeUndefined();
      expect(idOf(odd, 'own-1')).toBe('own-1');
      expect(idOf(undefined, odd)).toBeUndefined();
    }
  });

  it.each(['gzip', 'deflate', 'br', 'constructor'])(
    'takes what says %s and is not for what it is, and unpacks no bomb',
    (encoding) => {
      const headers = { 'content-encoding': encoding };
      const plain = Buffer.from('{"error_code":"MSS.00010008"}');
      expect(answerFieldsOf({ status: 400, headers, body: plain }).code).toBe('MSS.00010008');
      const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
      expect(answerFieldsOf({ status: 400, headers, body: bomb }).object).toBeUndefined();
    },
  );
});
