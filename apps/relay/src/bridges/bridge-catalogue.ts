import { diffBridges, isSameSource, type BridgeRecord, type BridgeRecords } from '#bridge';
import type { BridgeChanges, BridgeHost } from './bridge-host.js';
import type { KnownBridge } from './known-bridges.js';
import { knownBridges } from './known-bridges.js';
import type { BridgeReading, BridgeStore, StoredBridge } from './bridge-store.js';

/** Receives what became of the store's changes, for logs. Must be cheap and must not throw. */
export interface CatalogueListener {
  /** The bridges have changed. */
  changed(changes: BridgeChanges): void;
  /** The last changes have taken effect. */
  applied(durationMs: number): void;
  /** The store was read, with or without problems. */
  read(hasProblems: boolean): void;
  /** The store was read on request, and nothing had changed. */
  unchanged(): void;
  /** The store's content cannot be used: everything goes on as before. */
  refused(problems: readonly string[]): void;
  /** The store holds bridges that this process cannot run; the others go on. */
  unusable(problems: readonly string[]): void;
  /** Redis had lost bridges that this process has; it has them again. */
  restored(count: number): void;
  /** These blocks have changed, which take effect only with the next start. */
  restartNeeded(blocks: readonly string[]): void;
  /** The store cannot be reached, or a part of the process could not follow. */
  failed(error: Error): void;
}

type Bridges = ReadonlyMap<string, StoredBridge>;

/**
 * The bridges of one process. Each host receives all bridges from here, and every change,
 * in order; nothing else reads the store.
 */
export class BridgeCatalogue {
  readonly #store: BridgeStore;
  readonly #listener: CatalogueListener;
  readonly #hosts: BridgeHost[] = [];
  #bridges: Bridges = new Map();
  #known: readonly KnownBridge[] | undefined;
  #isAsked = false;
  #isStale = false;
  #reading: Promise<void> | undefined;
  #applied: Promise<void> = Promise.resolve();
  #unwatch: (() => void) | undefined;
  /** What was passed on last, by kind, so that an unchanged store passes nothing on again. */
  readonly #told = new Map<string, string>();
  #isStopped = false;

  constructor(store: BridgeStore, listener: CatalogueListener) {
    this.#store = store;
    this.#listener = listener;
  }

  /** All that are to run, by name. */
  get bridges(): Bridges {
    return this.#bridges;
  }

  /** All that are to run, for a status; the same list while there are no others. */
  get known(): readonly KnownBridge[] {
    this.#known ??= knownBridges(Array.from(this.#bridges.values(), ({ config }) => config));
    return this.#known;
  }

  /** Reads the store for the first time, and follows it from then on. */
  async open(): Promise<void> {
    await this.reload();
    if (!this.#isStopped) this.#unwatch ??= this.#store.watch(() => void this.reload());
  }

  /** Tells a host all bridges there are now, and then every change. */
  async attach(host: BridgeHost): Promise<void> {
    this.#hosts.push(host);
    await host.apply({ added: [...this.#bridges.values()], changed: [], removed: [] });
  }

  /**
   * Looks at the store now. Resolves when what it held has taken effect, or cannot. Never rejects.
   *
   * @param isAsked whether to report also that nothing has changed.
   */
  async reload(isAsked = false): Promise<void> {
    this.#isStale = true;
    this.#isAsked ||= isAsked;
    this.#reading ??= this.#readWhileStale();
    await this.#reading;
    await this.#applied;
  }

  /** No changes are passed on any more. */
  stop(): void {
    this.#isStopped = true;
    this.#unwatch?.();
  }

  async #readWhileStale(): Promise<void> {
    while (this.#isStale && !this.#isStopped) {
      const isAsked = this.#isAsked;
      this.#isStale = false;
      this.#isAsked = false;
      try {
        this.#take(await this.#store.read(isAsked), isAsked);
      } catch (error) {
        this.#listener.failed(error as Error);
      }
    }
    this.#reading = undefined;
  }

  #take(reading: BridgeReading, isAsked: boolean): void {
    if (this.#isStopped) return;
    const listener = this.#listener;
    const refused = reading.ok ? (reading.refused ?? []) : reading.problems;
    listener.read(refused.length > 0);
    if (this.#isToTell('refused', refused, isAsked)) listener.refused(refused);
    if (!reading.ok) return;
    const { needsRestart, unusable = [] } = reading;
    const changes = this.#changesTo(reading.bridges);
    if (this.#isToTell('restart', needsRestart, isAsked)) listener.restartNeeded(needsRestart);
    if (this.#isToTell('unusable', unusable, isAsked)) listener.unusable(unusable);
    const { added, changed, removed } = changes;
    if (added.length + changed.length + removed.length > 0) this.#apply(changes);
    else if (isAsked && refused.length === 0) listener.unchanged();
  }

  /** A store that gives the same map again has nothing to compare. */
  #changesTo(bridges: Bridges): BridgeChanges {
    if (bridges === this.#bridges) return NO_CHANGES;
    const changes = changesOf(this.#bridges, bridges);
    this.#bridges = bridges;
    this.#known = undefined;
    return changes;
  }

  /** Hosts do their work side by side, and the store is read on meanwhile. */
  #apply(changes: BridgeChanges): void {
    const startedAt = performance.now();
    this.#listener.changed(changes);
    const applying = this.#hosts.map(async (host) => this.#applyTo(host, changes));
    const applied = Promise.all([this.#applied, ...applying]);
    this.#applied = applied.then(() => this.#listener.applied(performance.now() - startedAt));
  }

  async #applyTo(host: BridgeHost, changes: BridgeChanges): Promise<void> {
    try {
      await host.apply(changes);
    } catch (error) {
      this.#listener.failed(error as Error);
    }
  }

  /** Whether something differs from what was passed on last, or a report was requested. */
  #isToTell(kind: string, what: readonly string[], isAsked: boolean): boolean {
    const text = JSON.stringify(what);
    const isNew = text !== this.#told.get(kind);
    this.#told.set(kind, text);
    return what.length > 0 && (isNew || isAsked);
  }
}

const NO_CHANGES: BridgeChanges = { added: [], changed: [], removed: [] };

function changesOf(before: Bridges, after: Bridges): BridgeChanges {
  const { added, changed, removed } = diffBridges(
    recordsOf(before, after),
    recordsOf(after, before),
  );
  return {
    added: added.map(({ name }) => after.get(name)!),
    changed: changed.map((change) => ({
      before: before.get(change.before.name)!,
      after: after.get(change.after.name)!,
      hasNewSource:
        before.get(change.before.name)!.config.redundancy !==
          after.get(change.after.name)!.config.redundancy ||
        !isSameSource(change.before.spec, change.after.spec),
    })),
    removed: removed.map(({ name }) => before.get(name)!),
  };
}

/** The records of those that are others: most are the same, and need not be compared. */
function recordsOf(bridges: Bridges, others: Bridges): BridgeRecords {
  const records = new Map<string, BridgeRecord>();
  for (const [name, bridge] of bridges) {
    if (others.get(name) !== bridge) records.set(name, bridge.record);
  }
  return records;
}
