import { refusedOptions } from '../../../../test/support/refused-options.js';
import { bilibiliOpen } from './bilibili-open.definition.js';
import { addressesOf, BILIBILI_OPEN_API_URL } from './bilibili-open.options.js';

const GOOD = {
  code: 'BA1CDE2FGH3J4',
  appId: 1_700_000_000_001,
  accessKeyId: 'key-id-0123',
  accessKeySecret: 'key-secret-0123',
};

describe('bilibiliOpen', () => {
  it("accepts the platform's keys, and the id of a project as a text too", () => {
    expect(refusedOptions(bilibiliOpen, GOOD)).toEqual([]);
    expect(refusedOptions(bilibiliOpen, { ...GOOD, appId: '1700000000001' })).toEqual([]);
  });

  it.each([
    ['code', 'no code!'],
    ['appId', 1.5],
    ['appId', 'app'],
    ['accessKeyId', ''],
    ['accessKeySecret', 'two words'],
    ['url', 'chat.example.com'],
    ['apiUrl', 'wss://chat.example.com'],
  ])('refuses the %s %j', (name, value) => {
    expect(refusedOptions(bilibiliOpen, { ...GOOD, [name]: value })).toEqual([name]);
  });

  it('requires no key to decode', () => {
    expect(refusedOptions(bilibiliOpen, {}, 'decode')).toEqual([]);
    expect(refusedOptions(bilibiliOpen, {})).toHaveLength(4);
  });

  it.each([
    [{}, BILIBILI_OPEN_API_URL, undefined],
    [{ url: 'https://api.example.com' }, 'https://api.example.com', undefined],
    [{ url: 'ws://127.0.0.1:1/sub' }, 'http://127.0.0.1:1', 'ws://127.0.0.1:1/sub'],
    [
      { url: 'wss://chat.example.com/sub' },
      'https://chat.example.com',
      'wss://chat.example.com/sub',
    ],
    [{ url: 'ws://a/sub', apiUrl: 'http://b' }, 'http://b', 'ws://a/sub'],
    [{ apiUrl: 'http://b' }, 'http://b', undefined],
  ])('with %j calls the API at %s and the socket at %s', (options, api, socket) => {
    expect(addressesOf(options)).toEqual({ api, socket });
  });
});
