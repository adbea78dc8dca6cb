import type { BridgeRecord } from '#bridge';
import type { BridgeConfig } from '#config';
import type { BridgeReading, StoredBridge } from '../bridge-store.js';
import { AllBridgesStore } from './all-bridges.store.js';
import type { ApiBridge } from './api-bridge-store.js';

function bridgesOf(...names: readonly string[]): Map<string, StoredBridge & ApiBridge> {
  return new Map(
    names.map((name) => {
      const record = { name, revision: 1, wanted: 'running' } as unknown as BridgeRecord;
      return [name, { record, config: { name } as BridgeConfig, problems: [] }];
    }),
  );
}

function setUp() {
  const file = { bridges: bridgesOf('a', 'b'), changed: (): void => {} };
  const api = { known: bridgesOf('b', 'c'), read: async () => api.known };
  const store = new AllBridgesStore({
    file: {
      read: async () => ({ ok: true, bridges: file.bridges, needsRestart: [] }),
      watch: (changed) => {
        file.changed = changed;
        return () => {};
      },
    },
    api,
    signal: { follow: () => () => {} },
    failed: (error) => {
      throw error;
    },
  });
  return { file, api, store };
}

function namesOf(reading: BridgeReading): string[] {
  return reading.ok ? [...reading.bridges.keys()] : [];
}

describe('the store of all bridges', () => {
  it('gives the same map until the file or a record of the API changes', async () => {
    const { file, api, store } = setUp();
    const end = store.watch(() => {});
    const first = await store.read();
    expect(namesOf(first)).toEqual(['a', 'b', 'c']);
    expect(first).toMatchObject({ unusable: [expect.stringContaining('bridge b of the API')] });
    const second = await store.read();
    expect(second.ok && second.bridges).toBe(first.ok && first.bridges);
    expect(second).toEqual(first);
    api.known = bridgesOf('d');
    expect(namesOf(await store.read())).toEqual(['a', 'b', 'd']);
    file.bridges = bridgesOf('e');
    file.changed();
    expect(namesOf(await store.read())).toEqual(['e', 'd']);
    end();
  });

  it.each([
    ['at once where there are few', 10, true],
    ['together where there are thousands', 3000, false],
  ])('takes changes that follow one another %s', async (_, count, isAtOnce) => {
    const { api, store } = setUp();
    const names = Array.from({ length: count }, (_one, i) => `shop-${i}`);
    api.known = bridgesOf(...names);
    await store.read();
    let isRead = false;
    const next = store.read().then(() => (isRead = true));
    await new Promise(setImmediate);
    expect(isRead).toBe(isAtOnce);
    await next;
  });
});
