import type { Agent } from 'node:http';
import type { ProxyConfig } from '#config';
import { createTransport, undici, type Transport } from '#metastudio';
import { Shared, type SourceSurroundings } from '#platforms';
import type { Fetch } from '#source';
import { isSecure, ProxyChoice } from './proxy-choice.js';
import { TunnelAgent } from './tunnel.agent.js';

/**
 * The network of sources: their WebSockets and HTTP calls go through the same forward proxies as
 * the reports, unless `NO_PROXY` exempts a host.
 */
export class SourceNetwork implements SourceSurroundings {
  /** As the global `fetch`. */
  readonly fetch: Fetch;
  readonly shared = new Shared();
  readonly #transport: Transport;
  readonly #choice: ProxyChoice;
  readonly #agents = new Map<boolean, TunnelAgent>();

  constructor(proxy: ProxyConfig) {
    this.#transport = createTransport({ proxy });
    this.#choice = new ProxyChoice(proxy);
    const dispatcher = this.#transport;
    this.fetch = (input, init) => fetchThrough(input, { ...init, dispatcher });
  }

  /** The agent for the address of a WebSocket; `undefined`: a direct connection. */
  readonly agentFor = (url: string): Agent | undefined => {
    const address = new URL(url);
    const proxy = this.#choice.proxyFor(address);
    if (proxy === undefined) return undefined;
    const secure = isSecure(address);
    const agent = this.#agents.get(secure) ?? new TunnelAgent(proxy, secure);
    this.#agents.set(secure, agent);
    return agent;
  };

  /** Closes the connections of HTTP calls; those of WebSockets close with them. */
  async close(): Promise<void> {
    await this.#transport.destroy();
  }
}

/** The `fetch` that belongs to the transport: Node's own is of another version of undici. */
export function fetchThrough(
  input: Parameters<Fetch>[0],
  init: Omit<RequestInit, 'dispatcher'> & { readonly dispatcher: Pick<Transport, 'dispatch'> },
): ReturnType<Fetch> {
  return (undici().fetch as unknown as (...given: unknown[]) => ReturnType<Fetch>)(input, init);
}
