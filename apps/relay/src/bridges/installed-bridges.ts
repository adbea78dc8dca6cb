import type { Environment, RelayConfig } from '#config';
import { RecordTable, Signal, type BufferKeys, type BufferRedis } from '#event-buffer';
import { AddressGuard } from '../network/address-guard.js';
import { BridgeCatalogue, type CatalogueListener } from './bridge-catalogue.js';
import type { Sources } from './sources.js';
import type { BridgeStore } from './bridge-store.js';
import { AddressCheck } from './managed/address-check.js';
import { AllBridgesStore } from './managed/all-bridges.store.js';
import { ApiBridgeStore } from './managed/api-bridge-store.js';
import { BRIDGES_MAX } from './managed/bridge-writes.js';
import { ManagedBridges } from './managed/managed-bridges.js';
import { SpecSeal } from './managed/spec-seal.js';

export interface InstalledBridgesParts {
  readonly config: RelayConfig;
  /** The bridges of the file. */
  readonly file: BridgeStore;
  readonly sources: Sources;
  /** The variables that bridges made through the API may name. */
  readonly environment: Environment;
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly listener: CatalogueListener;
  /** Called when Redis does not answer. */
  readonly failed: (error: Error) => void;
}

/** The bridges of an installation, as one process has them: those of the file and of the API. */
export class InstalledBridges {
  /** Tells the parts of the process of them. */
  readonly catalogue: BridgeCatalogue;
  /** For those that are made through the API. */
  readonly managed: ManagedBridges;
  readonly guard: AddressGuard;
  readonly #signal: Signal;
  readonly #followers = new Set<() => void>();

  constructor(parts: InstalledBridgesParts) {
    const { config, file, sources, environment, redis, keys, listener, failed } = parts;
    const table = new RecordTable(redis, keys, BRIDGES_MAX, (count) => listener.restored(count));
    const seal = new SpecSeal(config.process.stateKey, sources);
    const api = new ApiBridgeStore({
      table,
      seal,
      projects: config.projects,
      sources,
      environment,
    });
    const signal = {
      follow: (changed: () => void) => {
        this.#followers.add(changed);
        return () => this.#followers.delete(changed);
      },
    };
    const store = new AllBridgesStore({ file, api, signal, failed });
    this.catalogue = new BridgeCatalogue(store, listener);
    this.guard = new AddressGuard(config.api.allowHosts);
    this.managed = new ManagedBridges({
      table,
      api,
      seal,
      sources,
      addresses: new AddressCheck(this.guard, sources),
      ofFile: () => store.ofFile,
      changed: () => this.#tell(),
    });
    const tell = (): void => this.#tell();
    this.#signal = new Signal(config.redis, keys.records.changed, {
      heard: tell,
      listening: tell,
      failed,
    });
  }

  /** Reads them for the first time, and follows them from then on. */
  async start(): Promise<void> {
    this.#signal.start();
    await this.catalogue.open();
  }

  stop(): void {
    this.catalogue.stop();
    this.#signal.stop();
  }

  #tell(): void {
    for (const follower of this.#followers) follower();
  }
}
