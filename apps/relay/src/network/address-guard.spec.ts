import { AddressGuard, AddressRefusedError, isPublic } from './address-guard.js';

/** A guard for which names lead to these addresses. */
function guardOf(allowHosts: readonly string[], names: Readonly<Record<string, string[]>> = {}) {
  return new AddressGuard(allowHosts, async (name) => {
    const addresses = names[name];
    if (addresses === undefined) throw new Error('ENOTFOUND');
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  });
}

function listed(words: string): string[] {
  return words.trim().split(/\s+/);
}

async function looksUp(guard: AddressGuard, name: string, all: boolean): Promise<unknown> {
  return new Promise((resolve) => {
    guard.lookup(name, { all }, (error, address) => resolve(error ?? address));
  });
}

describe('the guard of addresses', () => {
  it.each(
    listed(`
      127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1
      169.254.169.254 100.64.0.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 192.0.2.1
      198.51.100.7 203.0.113.9 192.0.0.170 ::1 :: fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1
      2001:db8::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1
      64:ff9b::10.0.0.1 64:ff9b:1::1 ::ffff:0:127.0.0.1 ::ffff:0:a00:1 2002:7f00:1::1 2002:a00:1:: 2001::1
    `),
  )('refuses %s, which is not a public address', (address) => {
    expect(guardOf([]).refuses(address.includes(':') ? `[${address}]` : address)).toBe(true);
  });

  it.each(
    listed(`
      1.1.1.1 8.8.8.8 172.32.0.1 100.128.0.1 169.253.0.1 192.169.0.1 2606:4700:4700::1111
      2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808
    `),
  )('lets pass %s', (address) => {
    expect(guardOf([]).refuses(address.includes(':') ? `[${address}]` : address)).toBe(false);
  });

  it.each(
    // With other ways to write 127.0.0.1, as the class URL understands them.
    listed(`
      localhost LOCALHOST localhost. a.localhost a.localhost. 127.1 0x7f.1 2130706433
      017700000001 127.0.0.1.
    `),
  )('refuses the host %s of an address', (host) => {
    expect(guardOf([]).refuses(new URL(`ws://${host}/`).hostname)).toBe(true);
  });

  it('allows the names, domains, addresses and networks of the operator', () => {
    const guard = guardOf(['localhost', '*.lan', '127.0.0.1', '10.1.0.0/16', 'fd00::/8', '::1']);
    for (const host of ['localhost', 'a.lan', '127.0.0.1', '10.1.9.9', '[fd00::9]', '[::1]']) {
      expect([host, guard.refuses(host)]).toEqual([host, false]);
    }
    for (const host of ['b.localhost', '127.0.0.2', '10.2.0.1', '[fc00::1]']) {
      expect([host, guard.refuses(host)]).toEqual([host, true]);
    }
  });

  it('refuses a name that leads to refused addresses alone', async () => {
    const names = { inner: ['10.0.0.1', '::1'], mixed: ['10.0.0.1', '8.8.8.8'], none: [] };
    const guard = guardOf([], names);
    expect(await guard.refusesResolved('inner')).toBe(true);
    expect(await guard.refusesResolved('mixed')).toBe(false);
    expect(await guard.refusesResolved('none')).toBe(false);
    expect(await guard.refusesResolved('unknown')).toBe(false);
    expect(await guardOf(['inner'], names).refusesResolved('inner')).toBe(false);
    expect(await guardOf(['10.0.0.0/8'], names).refusesResolved('inner')).toBe(false);
  });

  it('returns only those addresses of a name that are allowed', async () => {
    const guard = guardOf([], { mixed: ['10.0.0.1', '8.8.8.8'], inner: ['127.0.0.1'] });
    expect(await looksUp(guard, 'mixed', false)).toBe('8.8.8.8');
    expect(await looksUp(guard, 'mixed', true)).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(await looksUp(guard, 'inner', true)).toBeInstanceOf(AddressRefusedError);
    expect(await looksUp(guard, 'unknown', true)).toMatchObject({ message: 'ENOTFOUND' });
  });

  it('treats a text that is no address as not public', () => {
    expect(['', 'x', '1.2.3', '::g'].map(isPublic)).toEqual([false, false, false, false]);
  });
});
