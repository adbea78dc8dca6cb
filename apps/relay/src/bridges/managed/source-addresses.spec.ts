import { BridgeSource, type BridgeConfig } from '#config';
import { addressesOf, leadsNowhereElse } from './source-addresses.js';

function bridge(options: object, type = 'websocket'): BridgeConfig {
  return { source: new BridgeSource(type, options) } as BridgeConfig;
}

describe('the addresses of a source', () => {
  it('are all addresses in its options, however deep, except in its mapping', () => {
    const options = {
      url: 'wss://a.example/chat',
      token: { url: 'https://login.example/token' },
      mapping: { url: 'wss://b.example' },
      onOpen: ['hello'],
    };
    expect(addressesOf(bridge(options)).map(({ pointer, url }) => [pointer, url.host])).toEqual([
      ['/source/url', 'a.example'],
      ['/source/token/url', 'login.example'],
    ]);
  });

  it('count as unchanged where host, scheme and type stay', () => {
    const before = bridge({ url: 'wss://a.example/x', token: { url: 'https://login.example/' } });
    const to = (url: string, token = 'https://login.example/', type?: string) =>
      leadsNowhereElse(bridge({ url, token: { url: token } }, type), before);
    expect(to('wss://a.example/y?room=1')).toBe(true);
    expect(to('wss://b.example/x')).toBe(false);
    expect(to('ws://a.example/x')).toBe(false);
    expect(to('wss://a.example:8443/x')).toBe(false);
    expect(to('wss://a.example/x', 'https://evil.example/')).toBe(false);
    expect(to('wss://a.example/x', undefined, 'socketio')).toBe(false);
  });
});
