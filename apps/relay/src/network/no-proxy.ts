/**
 * The hosts that need no proxy, as `NO_PROXY` lists them. Reads it as undici does, which carries
 * the reports: entries with commas or spaces between; `example.com` stands for its subdomains too,
 * as `.example.com` and `*.example.com` do; `host:port` for that port alone; `*` by itself for
 * all. There are no ranges of addresses, and loopback is no exception unless it is listed.
 */
export class NoProxy {
  readonly #isAll: boolean;
  readonly #entries: readonly Entry[];

  constructor(list = '') {
    this.#isAll = list === '*';
    this.#entries = list
      .split(/[,\s]/)
      .filter((entry) => entry !== '')
      .map(entryOf);
  }

  /** Whether an address is reached directly. */
  exempts({ protocol, host, port }: URL): boolean {
    if (this.#isAll) return true;
    // Not `hostname`, which has no brackets around IPv6 addresses.
    const name = host.replace(/:\d*$/, '').toLowerCase();
    const at = port === '' ? DEFAULT_PORTS.get(protocol) : Number(port);
    return this.#entries.some(
      (entry) =>
        (entry.port === 0 || entry.port === at) &&
        (name === entry.host || name.endsWith(`.${entry.host}`)),
    );
  }
}

interface Entry {
  readonly host: string;
  /** 0: any. */
  readonly port: number;
}

function entryOf(written: string): Entry {
  const [, host = written, port = '0'] = /^(.+):(\d+)$/.exec(written) ?? [];
  return { host: host.replace(/^\*?\./, '').toLowerCase(), port: Number(port) };
}

const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['http:', 80],
  ['ws:', 80],
  ['https:', 443],
  ['wss:', 443],
]);
