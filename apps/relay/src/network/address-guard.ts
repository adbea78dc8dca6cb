import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** As `net.connect` calls it. */
export type GuardedLookup = (
  hostname: string,
  options: { readonly all?: boolean | undefined; readonly family?: unknown },
  done: (error: Error | null, address?: unknown, family?: number) => void,
) => void;

/** Resolves names; tests have their own. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** A name leads only to addresses that are not public. */
export class AddressRefusedError extends Error {
  readonly code = 'RELAY_ADDRESS_REFUSED';

  constructor() {
    super('The address is not a public one, and api.allowHosts does not name it.');
    this.name = 'AddressRefusedError';
  }
}

/**
 * Keeps sources that were made through the API out of this machine and of private networks, but for
 * hosts that the operator allows: a user of the API must not reach through the relay what is out of
 * that user's reach. What counts is the address that is connected to.
 */
export class AddressGuard {
  readonly #names = new Set<string>();
  readonly #domains: string[] = [];
  readonly #networks = new BlockList();
  readonly #resolve: Resolve;

  /** @param allowHosts names, `*.` and a domain, addresses, and networks such as `10.1.0.0/16`. */
  constructor(allowHosts: readonly string[], resolve: Resolve = resolveAll) {
    this.#resolve = resolve;
    for (const host of allowHosts) this.#allow(host.toLowerCase());
  }

  /** Whether a host is refused as written, before any name is resolved. */
  refuses(host: string): boolean {
    const name = bare(host);
    if (this.#allowsName(name)) return false;
    if (isIP(name) !== 0) return !this.#allowsAddress(name);
    return name === 'localhost' || name.endsWith('.localhost');
  }

  /** Whether a host is refused, or leads to nothing but refused addresses. One that leads nowhere is not. */
  async refusesResolved(host: string): Promise<boolean> {
    const name = bare(host);
    if (this.refuses(name)) return true;
    if (isIP(name) !== 0 || this.#allowsName(name)) return false;
    try {
      const addresses = await this.#resolve(name);
      return addresses.length > 0 && !addresses.some(({ address }) => this.#allowsAddress(address));
    } catch {
      return false;
    }
  }

  /** Resolves a name to those of its addresses that may be connected to. */
  readonly lookup: GuardedLookup = (hostname, { all }, done) => {
    void this.#tellAllowed(hostname, all === true, done);
  };

  async #tellAllowed(
    hostname: string,
    all: boolean,
    tell: Parameters<GuardedLookup>[2],
  ): Promise<void> {
    const found = await this.#allowedOf(hostname);
    if (found instanceof Error) return tell(found);
    const [first] = found;
    if (first === undefined) return tell(new AddressRefusedError());
    return all ? tell(null, found) : tell(null, first.address, first.family);
  }

  async #allowedOf(hostname: string): Promise<readonly LookupAddress[] | Error> {
    try {
      const addresses = await this.#resolve(hostname);
      if (this.#allowsName(bare(hostname))) return addresses;
      return addresses.filter(({ address }) => this.#allowsAddress(address));
    } catch (error) {
      return error as Error;
    }
  }

  #allow(host: string): void {
    const [address = '', bits] = host.split('/');
    const family = isIP(bare(address));
    if (host.startsWith('*.')) this.#domains.push(host.slice(1));
    else if (family === 0) this.#names.add(host);
    else addNetwork(this.#networks, bare(address), bits);
  }

  #allowsName(name: string): boolean {
    return this.#names.has(name) || this.#domains.some((domain) => name.endsWith(domain));
  }

  #allowsAddress(address: string): boolean {
    const plain = withinV6(address) ?? address;
    return isPublic(plain) || has(this.#networks, plain) || has(this.#networks, address);
  }
}

/**
 * Whether an address is public: not reserved for a machine, a private network or a special purpose.
 */
export function isPublic(address: string): boolean {
  return isIP(address) !== 0 && !has(RESERVED, address);
}

/**
 * The IPv4 address that an IPv6 address stands for: a mapped or translated one, one behind NAT64 or 6to4.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6890
 */
function withinV6(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const words = wordsOf(address);
  const from = EMBEDDED.find(([prefix]) => prefix.every((word, i) => words[i] === word))?.[1];
  if (from === undefined) return undefined;
  const [high = 0, low = 0] = words.slice(from, from + 2);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight words of an IPv6 address. */
function wordsOf(address: string): number[] {
  // The URL class normalises an address to hex.
  const canonical = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const [first, last] = [hexWords(head), hexWords(tail)];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function hexWords(text = ''): number[] {
  return text === '' ? [] : text.split(':').map((word) => parseInt(word, 16));
}

/** Prefixes of IPv6 addresses that hold an IPv4 address, and the word at which it stands. */
const EMBEDDED: readonly (readonly [readonly number[], number])[] = [
  [[0, 0, 0, 0, 0, 0xffff], 6],
  [[0, 0, 0, 0, 0xffff, 0], 6],
  [[0x64, 0xff9b, 0, 0, 0, 0], 6],
  [[0x2002], 1],
];

/** @see https://www.iana.org/assignments/iana-ipv4-special-registry and its counterpart for IPv6 */
const RESERVED = networks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/9',
  'ff00::/8',
]);

function networks(all: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of all) {
    const [address = '', bits] = network.split('/');
    addNetwork(list, address, bits);
  }
  return list;
}

function addNetwork(list: BlockList, address: string, bits: string | undefined): void {
  const isV6 = isIPv6(address);
  const longest = isV6 ? 128 : 32;
  const length = Math.min(Number(bits ?? longest), longest);
  list.addSubnet(address, length, isV6 ? 'ipv6' : 'ipv4');
}

function has(list: BlockList, address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** A URL's host without brackets and the last dot. */
function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

async function resolveAll(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    dnsLookup(hostname, { all: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });
}
