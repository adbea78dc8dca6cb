import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { LateTransport, pastContinue, undici } from '#metastudio';
import { Shared, type SourceSurroundings } from '#platforms';
import type { Fetch } from '#source';
import type { Agent as UndiciAgent } from 'undici';
import { AddressRefusedError, type AddressGuard } from './address-guard.js';
import { isSecure } from './proxy-choice.js';
import { fetchThrough, type SourceNetwork } from './source-network.js';

/**
 * The network of sources that were made through the API. It checks the address that is connected
 * to, whatever a name led to when the bridge was saved. Behind a proxy, the proxy resolves names.
 */
export class GuardedNetwork implements SourceSurroundings {
  readonly fetch: Fetch;
  readonly shared = new Shared();
  readonly #network: SourceNetwork;
  readonly #guard: AddressGuard;
  readonly #plain: HttpAgent;
  readonly #secure: HttpsAgent;
  readonly #transport: LateTransport;

  constructor(network: SourceNetwork, guard: AddressGuard) {
    this.#network = network;
    this.#guard = guard;
    const lookup = guard.lookup as never;
    this.#plain = new HttpAgent({ lookup });
    this.#secure = new HttpsAgent({ lookup });
    this.#transport = new LateTransport(() => guardedAgent(guard));
    this.fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : input;
      const isProxied = this.#network.agentFor(String(url)) !== undefined;
      if (guard.refuses(new URL(url).hostname)) throw new AddressRefusedError();
      if (isProxied) return network.fetch(input, init);
      return fetchThrough(url, { ...init, dispatcher: this.#transport });
    };
  }

  /** As that of {@link SourceNetwork}; never `undefined`. */
  readonly agentFor = (url: string): HttpAgent => {
    const address = new URL(url);
    if (this.#guard.refuses(address.hostname)) return new RefusingAgent();
    const proxied = this.#network.agentFor(url);
    if (proxied !== undefined) return proxied;
    return isSecure(address) ? this.#secure : this.#plain;
  };

  async close(): Promise<void> {
    this.#plain.destroy();
    this.#secure.destroy();
    await this.#transport.destroy();
  }
}

function guardedAgent(guard: AddressGuard): UndiciAgent {
  const { Agent, buildConnector } = undici();
  const connect = pastContinue(buildConnector({ lookup: guard.lookup as never }));
  return new Agent({
    connect: (options, done) => {
      if (guard.refuses(options.hostname)) done(new AddressRefusedError(), null);
      else connect(options, done);
    },
  });
}

/** Connects to nothing. */
class RefusingAgent extends HttpAgent {
  override createConnection(): never {
    throw new AddressRefusedError();
  }
}
