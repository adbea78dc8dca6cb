import type { ProxyConfig } from '#config';
import { NoProxy } from './no-proxy.js';

/**
 * Chooses the forward proxy for an address, by the rule of the reports: `https:` and `wss:` go
 * through `HTTPS_PROXY`, or where there is none `HTTP_PROXY`; `http:` and `ws:` through
 * `HTTP_PROXY` alone.
 */
export class ProxyChoice {
  readonly #secure: URL | undefined;
  readonly #plain: URL | undefined;
  readonly #noProxy: NoProxy;

  constructor({ httpsProxy, httpProxy, noProxy }: ProxyConfig) {
    this.#plain = httpProxy && new URL(httpProxy.reveal());
    this.#secure = httpsProxy === undefined ? this.#plain : new URL(httpsProxy.reveal());
    this.#noProxy = new NoProxy(noProxy);
  }

  /** @returns `undefined`: a direct connection. The URL may hold a password. */
  proxyFor(address: URL): URL | undefined {
    if (this.#noProxy.exempts(address)) return undefined;
    return isSecure(address) ? this.#secure : this.#plain;
  }
}

/** Whether an address is spoken to over TLS. */
export function isSecure({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'wss:';
}
