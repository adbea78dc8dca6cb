import type { IncomingMessage } from 'node:http';
import { addressOf, Tries } from './tries.js';

describe('Tries', () => {
  it('has an address wait after too many, for the rest of the minute, and no other', () => {
    let now = 0;
    const tries = new Tries(10, () => now);
    for (let i = 0; i < 10; i++) {
      expect(tries.waitOf('a')).toBe(0);
      tries.add('a');
      now += 1000;
    }
    expect(tries.waitOf('a')).toBe(50);
    expect(tries.waitOf('b')).toBe(0);
    now = 60_000;
    expect(tries.waitOf('a')).toBe(0);
    tries.add('a');
    expect(tries.waitOf('a')).toBe(0);
  });

  it('has nobody wait for what other addresses do, however many', () => {
    const tries = new Tries(1);
    for (let i = 0; i < 20_000; i++) tries.add(`address-${i}`);
    expect(tries.waitOf('another')).toBe(0);
    expect(tries.waitOf('address-19999')).toBeGreaterThan(0);
  });
});

describe('addressOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::a:b:c:d', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s counts for %s', (remoteAddress, counted) => {
    expect(addressOf({ socket: { remoteAddress } } as unknown as IncomingMessage)).toBe(counted);
  });
});
