import { refusedOptions } from '../../../../test/support/refused-options.js';
import { twitchIrc } from './twitch-irc.definition.js';

describe('TwitchIrcOptions', () => {
  it('requires a channel to connect, and no key to decode', () => {
    expect(refusedOptions(twitchIrc, {})).toEqual(['channel']);
    expect(refusedOptions(twitchIrc, {}, 'decode')).toEqual([]);
  });

  it.each([
    { channel: 'shop' },
    { channel: '#Shop_1' },
    { channel: 'shop', token: 'oauth:abcdef0123456789', nick: 'Bot', membership: true },
    { channel: 'shop', url: 'ws://127.0.0.1:8080' },
  ])('takes %j', (options) => {
    expect(refusedOptions(twitchIrc, options)).toEqual([]);
  });

  it.each([
    [{ channel: 'two channels' }, 'channel'],
    [{ channel: 'shop\r\nQUIT' }, 'channel'],
    [{ channel: 'https://twitch.tv/shop' }, 'channel'],
    [{ channel: 'shop', token: 'a b' }, 'token'],
    [{ channel: 'shop', nick: 'me\n' }, 'nick'],
    [{ channel: 'shop', membership: 'yes' }, 'membership'],
    [{ channel: 'shop', url: 'https://example.com' }, 'url'],
  ])('refuses %j', (options, property) => {
    expect(refusedOptions(twitchIrc, options)).toEqual([property]);
  });
});
