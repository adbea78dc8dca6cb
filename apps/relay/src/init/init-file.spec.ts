import { FIRST_SOURCES } from '#platforms';
import { parse } from 'yaml';
import { AddressGuard } from '../network/address-guard.js';
import { initFile } from './init-file.js';

/** Which hosts the console may lead sources to, in the file that these answers make. */
function allowedBy(type: string, place: string): string[] | undefined {
  const text = initFile({
    region: 'cn-north-4',
    endpoint: undefined,
    projectId: 'p',
    accessKey: 'a',
    secretKey: 's',
    platform: FIRST_SOURCES.find((one) => one.type === type)!,
    place,
    roomId: 'r',
  });
  return (parse(text) as { api?: { allowHosts: string[] } }).api?.allowHosts;
}

describe('initFile', () => {
  it('lets the console add other tools where the first one is, and nowhere else', () => {
    const here = ['127.0.0.1', 'localhost'];
    expect(allowedBy('douyinlive', 'ws://127.0.0.1:1088/ws/1')).toEqual(here);
    expect(allowedBy('douyinlive', 'ws://LOCALHOST:1088/ws/1')).toEqual(here);
    expect(allowedBy('barragegrab', 'ws://192.168.1.20:8888')).toEqual(['192.168.1.20']);
    expect(allowedBy('barragegrab', 'ws://[::1]:8888')).toEqual([...here, '::1']);
    expect(allowedBy('douyinlive', 'wss://chat.example.com/ws/1')).toBeUndefined();
    // The check of the file says what is wrong with it.
    expect(allowedBy('barragegrab', 'ws://[')).toBeUndefined();
    expect(allowedBy('douyu', '1234')).toBeUndefined();
  });

  it.each(['127.0.0.1', 'localhost', '::1', '192.168.1.20'])(
    'allows %s in words that the guard knows',
    (host) => {
      const address = host.includes(':') ? `ws://[${host}]:1` : `ws://${host}:1`;
      const guard = new AddressGuard(allowedBy('barragegrab', address) ?? []);
      expect([guard.refuses(host), guard.refuses('169.254.169.254')]).toEqual([false, true]);
    },
  );
});
