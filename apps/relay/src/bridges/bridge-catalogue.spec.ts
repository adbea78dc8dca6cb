import { fileRecords, type BridgeRecords, type BridgeSpec } from '#bridge';
import type { BridgeConfig } from '#config';
import { BridgeCatalogue } from './bridge-catalogue.js';
import type { BridgeChanges, BridgeHost } from './bridge-host.js';
import type { BridgeReading, BridgeStore, StoredBridge } from './bridge-store.js';

/** A store in memory. */
class MemoryStore implements BridgeStore {
  reading: BridgeReading | Error = { ok: true, bridges: new Map(), needsRestart: [] };
  changed = (): void => {};
  #records: BridgeRecords = new Map();

  async read(): Promise<BridgeReading> {
    if (this.reading instanceof Error) throw this.reading;
    return this.reading;
  }

  watch(changed: () => void): () => void {
    this.changed = changed;
    return () => {
      this.changed = () => {};
    };
  }

  has(specs: readonly BridgeSpec[], needsRestart: readonly string[] = []): void {
    this.#records = fileRecords(specs, this.#records, { at: 0, file: 'f' });
    const bridges = new Map(
      [...this.#records].map(([name, record]) => {
        const target = { project: 'default', roomId: name };
        return [name, { record, config: { name, target } as BridgeConfig }] as const;
      }),
    );
    this.reading = { ok: true, bridges, needsRestart };
  }
}

/** Records the changes that it receives; the nth can be held up. */
class NotingHost implements BridgeHost {
  readonly told: string[] = [];
  hold: Promise<void> | undefined;

  async apply({ added, changed, removed }: BridgeChanges): Promise<void> {
    const others = changed.map(({ after, hasNewSource }) => {
      return `${hasNewSource ? '*' : '~'}${after.config.name}`;
    });
    this.told.push([...signed('+', added), ...others, ...signed('-', removed)].join(' '));
    await this.hold;
  }
}

function signed(sign: string, bridges: readonly StoredBridge[]): string[] {
  return bridges.map(({ config }) => sign + config.name);
}

function setUp() {
  const store = new MemoryStore();
  const log: string[] = [];
  const catalogue = new BridgeCatalogue(store, {
    changed: () => log.push('changed'),
    applied: () => log.push('applied'),
    read: () => 0,
    unchanged: () => log.push('unchanged'),
    refused: (problems) => log.push(`refused: ${problems.join('; ')}`),
    unusable: (problems) => log.push(`unusable: ${problems.join('; ')}`),
    restored: (count) => log.push(`restored: ${count}`),
    restartNeeded: (blocks) => log.push(`restart: ${blocks.join()}`),
    failed: (error) => log.push(`failed: ${error.message}`),
  });
  return { store, log, catalogue, host: new NotingHost() };
}

const spec = (name: string, source: number, more: object = {}): BridgeSpec => {
  return { name, source, ...more };
};

describe('the catalogue of bridges', () => {
  it('tells a host all bridges there are, and from then on each change, in order', async () => {
    const { store, catalogue, host, log } = setUp();
    store.has([spec('a', 1), spec('b', 1)]);
    await catalogue.open();
    await catalogue.attach(host);
    store.has([spec('a', 2), spec('b', 1, { filter: {} }), spec('c', 1)]);
    await catalogue.reload();
    store.has([spec('c', 1)]);
    await catalogue.reload();
    await catalogue.reload();
    expect(host.told).toEqual(['+a +b', '+c *a ~b', '-a -b']);
    expect([...catalogue.bridges.keys()]).toEqual(['c']);
    expect(log.filter((line) => line === 'applied')).toHaveLength(3);
  });

  it('has the same list of bridges as long as the store gives the same', async () => {
    const { store, catalogue } = setUp();
    store.has([spec('a', 1)]);
    await catalogue.open();
    const { known } = catalogue;
    await catalogue.reload();
    expect(catalogue.known).toBe(known);
    store.has([spec('b', 1)]);
    await catalogue.reload();
    expect(catalogue.known.map(({ bridge }) => bridge)).toEqual(['b']);
  });

  it('follows the store by itself until it is stopped', async () => {
    const { store, catalogue, host } = setUp();
    await catalogue.open();
    await catalogue.attach(host);
    store.has([spec('a', 1)]);
    store.changed();
    await catalogue.reload();
    catalogue.stop();
    store.has([]);
    store.changed();
    await catalogue.reload();
    expect(host.told).toEqual(['', '+a']);
  });

  it('goes on reading while a host is slow, and resolves when that has followed', async () => {
    const { store, catalogue, host, log } = setUp();
    await catalogue.open();
    await catalogue.attach(host);
    let go!: () => void;
    host.hold = new Promise((resolve) => {
      go = resolve;
    });
    store.has([spec('a', 1)]);
    const first = catalogue.reload();
    await new Promise(setImmediate);
    store.has([spec('b', 1)]);
    const second = catalogue.reload();
    await new Promise(setImmediate);
    expect(host.told).toEqual(['', '+a', '+b -a']);
    expect(log).toEqual(['changed', 'changed']);
    go();
    await Promise.all([first, second]);
    expect(log).toEqual(['changed', 'changed', 'applied', 'applied']);
  });

  it('changes nothing where the store cannot be used or reached, and tells why', async () => {
    const { store, catalogue, host, log } = setUp();
    store.has([spec('a', 1)]);
    await catalogue.open();
    await catalogue.attach(host);
    log.length = 0;
    store.reading = { ok: false, problems: ['one', 'two'] };
    await catalogue.reload();
    await catalogue.reload();
    await catalogue.reload(true);
    store.reading = new Error('away');
    await catalogue.reload();
    expect(log).toEqual(['refused: one; two', 'refused: one; two', 'failed: away']);
    expect(host.told).toEqual(['+a']);
  });

  it('reports blocks that need a restart once, and "no change" only to the caller', async () => {
    const { store, catalogue, log } = setUp();
    await catalogue.open();
    store.has([], ['redis', 'buffer']);
    await catalogue.reload();
    await catalogue.reload();
    await catalogue.reload(true);
    expect(log).toEqual(['restart: redis,buffer', 'restart: redis,buffer', 'unchanged']);
  });

  it('goes on with the other hosts where one fails', async () => {
    const { store, catalogue, host, log } = setUp();
    await catalogue.open();
    const failing: BridgeHost = { apply: async () => {} };
    await catalogue.attach(failing);
    failing.apply = async () => Promise.reject(new Error('no'));
    await catalogue.attach(host);
    store.has([spec('a', 1)]);
    await catalogue.reload();
    expect(host.told).toEqual(['', '+a']);
    expect(log).toEqual(['changed', 'failed: no', 'applied']);
  });
});
