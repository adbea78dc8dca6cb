import { refusedOptions } from '../../../../test/support/refused-options.js';
import { barragegrab } from '../barragegrab/barragegrab.definition.js';
import { douyinlive, dycast } from './douyin.definitions.js';

describe('a tool that reads Douyin', () => {
  it('is marked as sending no gifts without a cookie', () => {
    const terms = [
      douyinlive.protocol!({ url: 'ws://127.0.0.1:1088/ws/1' }).hearing,
      barragegrab.protocol!({}).hearing,
      dycast.inbound!.hearing,
    ];
    for (const hearing of terms) expect(hearing?.giftsMissing).toContain('cookie');
  });
});

describe('DouyinliveOptions', () => {
  it('requires an address to connect, and no key to decode', () => {
    expect(refusedOptions(douyinlive, {})).toEqual(['url']);
    expect(refusedOptions(douyinlive, {}, 'decode')).toEqual([]);
  });

  it.each(['ws://127.0.0.1:1088/ws/1', 'wss://example.com/ws/1', 'ws://douyin_live:1088/ws/1'])(
    'takes %s',
    (url) => expect(refusedOptions(douyinlive, { url, token: 'a-b_c' })).toEqual([]),
  );

  it.each([
    [{ url: 'http://127.0.0.1:1088' }, 'url'],
    [{ url: '127.0.0.1:1088' }, 'url'],
    [{ url: 'ws://127.0.0.1', token: 'a\r\nb' }, 'token'],
  ])('refuses %j', (options, property) => {
    expect(refusedOptions(douyinlive, options)).toEqual([property]);
  });
});

describe('DycastOptions', () => {
  it('accepts a token, or none', () => {
    expect(refusedOptions(dycast, {})).toEqual([]);
    expect(refusedOptions(dycast, { token: 'shop-token' })).toEqual([]);
    expect(refusedOptions(dycast, { token: 'a b' })).toEqual(['token']);
  });
});
