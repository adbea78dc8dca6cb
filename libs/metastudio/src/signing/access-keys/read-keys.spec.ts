import { readKeys } from './read-keys.js';

/** What was read, revealed. */
function read(text: string): unknown {
  const keys = readKeys(text);
  if (typeof keys === 'string') return keys;
  const { accessKey, secretKey, securityToken, expiresAt } = keys;
  const token = securityToken?.reveal();
  return [accessKey.reveal(), secretKey.reveal(), token, expiresAt];
}

const END = '2026-01-02T03:04:05.000000Z';
const END_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const INNER = { access: 'AK', secret: 'SK', securitytoken: 'T', expires_at: END };

describe('readKeys', () => {
  it.each([
    ['as the metadata service gives them', JSON.stringify({ credential: INNER })],
    [
      'as STS gives them',
      JSON.stringify({
        credentials: {
          accessKeyId: 'AK',
          secretAccessKey: 'SK',
          securityToken: 'T',
          expiration: END,
        },
      }),
    ],
    [
      'by the names of our own configuration',
      JSON.stringify({ accessKey: 'AK', secretKey: 'SK', securityToken: 'T', expiresAt: END }),
    ],
    [
      "as a profile of Huawei's SDKs",
      `[global]\nak = other\n[basic]\r\nak = AK\nsk=SK\nsecurity_token = T \nexpires_at = ${END}\n`,
    ],
  ])('reads keys %s', (_, text) => {
    expect(read(text)).toEqual(['AK', 'SK', 'T', END_MS]);
  });

  it('reads keys without a token and without an expiry', () => {
    expect(read('{"access":"AK","secret":"SK"}')).toEqual(['AK', 'SK', undefined, undefined]);
    expect(read('ak=AK\nsk=SK\n')).toEqual(['AK', 'SK', undefined, undefined]);
    expect(read('\ufeff{"access":"AK","secret":"SK"}')).toEqual(['AK', 'SK', undefined, undefined]);
  });

  it.each([
    ['{"credential":', 'is no JSON'],
    ['', 'holds no access key and secret key'],
    ['{"credential":null}', 'holds no access key and secret key'],
    ['[global]\nak=AK\nsk=SK', 'holds no access key and secret key'],
    ['{"access":"A K","secret":"SK"}', 'holds a key that is none'],
    ['{"access":"AK","secret":"密钥"}', 'holds a key that is none'],
    ['ak="AK"\nsk="SK"', 'holds a key with quotes around it'],
  ])('says what is wrong with %j, without a value', (text, why) => {
    expect(read(text)).toBe(why);
  });
});
