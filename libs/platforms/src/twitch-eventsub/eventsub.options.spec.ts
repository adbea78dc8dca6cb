import { refusedOptions } from '../../../../test/support/refused-options.js';
import { twitchEventsub } from './eventsub.definition.js';

const NEEDED = { channel: 'Shop', token: 'abcdef0123456789' };

describe('EventsubOptions', () => {
  it('requires a channel and a token to connect, and no key to decode', () => {
    expect(refusedOptions(twitchEventsub, {})).toEqual(['channel', 'token']);
    expect(refusedOptions(twitchEventsub, {}, 'decode')).toEqual([]);
  });

  it('accepts the keys that renew a token, and other addresses', () => {
    const renewal = {
      clientId: 'app0123456',
      clientSecret: 'secret0123',
      refreshToken: 'refresh012',
    };
    const addresses = { url: 'ws://localhost:1', apiUrl: 'http://localhost:1/helix' };
    expect(refusedOptions(twitchEventsub, { ...NEEDED, ...renewal, ...addresses })).toEqual([]);
  });

  it.each([
    [{ token: 'a b' }, 'token'],
    [{ channel: 'a/b' }, 'channel'],
    [{ clientSecret: '\n' }, 'clientSecret'],
    [{ url: 'https://example.com' }, 'url'],
    [{ authUrl: 'wss://example.com' }, 'authUrl'],
  ])('refuses %j', (options, property) => {
    expect(refusedOptions(twitchEventsub, { ...NEEDED, ...options })).toEqual([property]);
  });
});
