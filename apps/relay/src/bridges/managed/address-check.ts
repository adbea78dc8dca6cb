import { inTime } from '#timing';
import type { BridgeConfig } from '#config';
import type { AddressGuard } from '../../network/address-guard.js';
import type { Sources } from '../sources.js';
import type { SpecProblem } from './spec-seal.js';
import { addressesOf, type SourceAddress } from './source-addresses.js';

/** How long a name may take to resolve, in ms; after that it is checked when it is connected to. */
const RESOLVE_MS = 3000;

/** By host, whether it is refused: bridges that are checked together ask for a host once. */
export type AskedHosts = Map<string, Promise<boolean>>;

/** Tells early of sources whose address would be refused when they connect. */
export class AddressCheck {
  readonly #guard: AddressGuard;
  readonly #sources: Sources;

  constructor(guard: AddressGuard, sources: Sources) {
    this.#guard = guard;
    this.#sources = sources;
  }

  /** @param asked the hosts that were asked for already, and these. */
  async problemsOf(config: BridgeConfig, asked: AskedHosts = new Map()): Promise<SpecProblem[]> {
    const addresses = [...addressesOf(config), ...(await this.#ownOf(config))];
    const refused = await Promise.all(
      addresses.map(async ({ url: { hostname } }) => {
        const known = asked.get(hostname) ?? this.#refuses(hostname);
        asked.set(hostname, known);
        return known;
      }),
    );
    const pointers = new Set(addresses.filter((_, i) => refused[i]).map(({ pointer }) => pointer));
    return [...pointers].map((pointer) => ({ pointer, detail: REFUSED }));
  }

  async #refuses(hostname: string): Promise<boolean> {
    return inTime(this.#guard.refusesResolved(hostname), RESOLVE_MS, () => false);
  }

  /** The default address of a source that names none: tools of streamers run beside the relay. */
  async #ownOf({ source }: BridgeConfig): Promise<SourceAddress[]> {
    try {
      const protocol = this.#sources
        .get(source.type)
        ?.protocol?.(source.options, { fetch: offline });
      const to = await protocol?.connectTo(AbortSignal.timeout(RESOLVE_MS));
      return to === undefined ? [] : [{ pointer: '/source/url', url: new URL(to.url) }];
    } catch {
      // Its address is known only once it connects, and is checked then.
      return [];
    }
  }
}

async function offline(): Promise<never> {
  throw new Error('Nothing is asked for now.');
}

const REFUSED =
  'leads to this machine or a private network, where a source that is made here may go only if ' +
  'api.allowHosts of the file names the host, such as "api: { allowHosts: [127.0.0.1] }"; ' +
  'write it there, and start the relay again';
