import type { BridgeConfig } from '#config';
import type { BridgeTerms } from './held/bridge.js';
import type { BridgeFeed } from './held/held-bridge.js';
import type { HeldBridges } from './held/held-bridges.js';
import { SerialByName } from './held/serial-by-name.js';
import type { Collector } from './collector.js';
import type { PushCollector } from './pushed/push-collector.js';
import type { BridgeKinds } from './bridge-kinds.js';
import type { BridgeChange, BridgeChanges, BridgeHost } from '../bridges/bridge-host.js';

/** A process's bridges of one kind: those that it connects to, or those that are pushed to it. */
export interface BridgeKind {
  /** Whether a bridge is of this kind now. */
  has(name: string): boolean;
  /** Adds a bridge of this kind, or gives it other terms. */
  take(config: BridgeConfig, hasNewSource: boolean): Promise<void>;
  /** Removes a bridge, where it is of this kind. */
  remove(name: string): Promise<void>;
  /** Whether a bridge is to be of this kind. */
  wants(config: BridgeConfig): boolean;
}

/** Applies the catalogue's changes to what this process collects. */
export class CollectedBridges implements BridgeHost {
  readonly #kinds: readonly BridgeKind[];
  readonly #serial = new SerialByName();

  constructor(kinds: readonly BridgeKind[]) {
    this.#kinds = kinds;
  }

  async apply({ added, changed, removed }: BridgeChanges): Promise<void> {
    const each = async (work: (kind: BridgeKind) => Promise<void>): Promise<unknown> =>
      Promise.all(this.#kinds.map(work));
    const serially = async (name: string, work: () => Promise<unknown>): Promise<unknown> =>
      this.#serial.run(name, work);
    await Promise.all([
      ...removed.map(async ({ config: { name } }) =>
        serially(name, async () => each(async (kind) => kind.remove(name))),
      ),
      ...changed.map(async (change) =>
        serially(change.after.config.name, async () => this.#change(change)),
      ),
      ...added.map(async ({ config }) =>
        serially(config.name, async () => each(async (kind) => kind.take(config, true))),
      ),
    ]);
  }

  /**
   * A bridge whose source becomes one of the other kind is removed from its kind before it is added
   * to the other.
   */
  async #change({ after: { config }, hasNewSource }: BridgeChange): Promise<void> {
    for (const kind of this.#kinds) {
      if (kind.has(config.name) && !kind.wants(config)) await kind.remove(config.name);
    }
    for (const kind of this.#kinds) await kind.take(config, hasNewSource);
  }
}

/** The bridges of a process that collects. @param failed called for a bridge that cannot be added. */
export function collectedBridges(
  collector: Collector,
  pushes: PushCollector,
  kinds: BridgeKinds,
  failed: (bridge: string, error: Error) => void,
): CollectedBridges {
  const connected = new HeldKind(collector.bridges, {
    isOfKind: (bridge) => !kinds.isPushed(bridge),
    termsOf: (bridge) => kinds.outbound(bridge),
    failed,
  });
  const seconds = new HeldKind(collector.seconds, {
    isOfKind: (bridge) => bridge.redundancy === 2 && !kinds.isPushed(bridge),
    termsOf: (bridge) => kinds.second(bridge),
    failed,
  });
  const pushed = new HeldKind(pushes.bridges, {
    isOfKind: (bridge) => kinds.isPushed(bridge),
    termsOf: (bridge) => kinds.inbound(bridge),
    failed,
  });
  return new CollectedBridges([connected, seconds, pushed]);
}

interface HeldKindParts<Terms> {
  readonly isOfKind: (config: BridgeConfig) => boolean;
  /** Makes the terms of a bridge of this kind. */
  readonly termsOf: (config: BridgeConfig) => Terms | undefined;
  /** Called for a bridge that cannot be added; the others go on. */
  readonly failed: (bridge: string, error: Error) => void;
}

/** The bridges of one kind. */
class HeldKind<Terms extends BridgeTerms, Feed extends BridgeFeed> implements BridgeKind {
  readonly #bridges: HeldBridges<Terms, Feed>;
  readonly #parts: HeldKindParts<Terms>;
  readonly #mine = new Set<string>();

  constructor(bridges: HeldBridges<Terms, Feed>, parts: HeldKindParts<Terms>) {
    this.#bridges = bridges;
    this.#parts = parts;
  }

  has(name: string): boolean {
    return this.#mine.has(name);
  }

  async take(config: BridgeConfig, hasNewSource: boolean): Promise<void> {
    const terms = this.#make(config);
    if (terms === undefined) return this.remove(config.name);
    if (this.#mine.has(config.name)) return this.#bridges.change(terms, hasNewSource);
    this.#mine.add(config.name);
    await this.#bridges.add(terms);
  }

  async remove(name: string): Promise<void> {
    if (this.#mine.delete(name)) await this.#bridges.remove(name);
  }

  wants(config: BridgeConfig): boolean {
    return this.#parts.isOfKind(config);
  }

  #make(config: BridgeConfig): Terms | undefined {
    if (!this.wants(config)) return undefined;
    try {
      return this.#parts.termsOf(config);
    } catch (error) {
      this.#parts.failed(config.name, error as Error);
      return undefined;
    }
  }
}
