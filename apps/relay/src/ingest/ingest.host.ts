import type { Sources } from '../bridges/sources.js';
import type { BridgeChanges, BridgeHost } from '../bridges/bridge-host.js';
import type { StoredBridge } from '../bridges/bridge-store.js';
import { ingestRouteOf, type IngestRoute } from './ingest-route.js';
import type { PushAccess } from './push-access.js';

export interface IngestHostParts {
  readonly access: PushAccess;
  readonly sources: Sources;
  /** Called with each bridge that may be pushed to from now on. */
  readonly opened: (route: IngestRoute) => void;
}

/** Tells the ingest which bridges may be pushed to. A changed token counts at once. */
export class IngestHost implements BridgeHost {
  readonly #parts: IngestHostParts;

  constructor(parts: IngestHostParts) {
    this.#parts = parts;
  }

  async apply({ added, changed, removed }: BridgeChanges): Promise<void> {
    const { access } = this.#parts;
    for (const { config } of removed) access.close(config.name);
    for (const { after, hasNewSource } of changed) if (hasNewSource) this.#open(after);
    for (const bridge of added) this.#open(bridge);
  }

  #open({ config }: StoredBridge): void {
    const { access, sources, opened } = this.#parts;
    const route = ingestRouteOf(config, sources);
    if (route === undefined) return access.close(config.name);
    access.open(route);
    opened(route);
  }
}
