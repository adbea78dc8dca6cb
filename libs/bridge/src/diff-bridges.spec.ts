import * as fc from 'fast-check';
import type { BridgeRecord, BridgeRecords } from './bridge-record.js';
import { diffBridges } from './diff-bridges.js';
import { fileRecords } from './file-records.js';

const FILE = { at: 7, file: 'relay.yaml' };

function recordsOf(specs: Record<string, number>, before: BridgeRecords = new Map()) {
  const list = Object.entries(specs).map(([name, source]) => ({ name, source }));
  return fileRecords(list, before, FILE);
}

function named(records: readonly { readonly name: string }[]): string[] {
  return records.map(({ name }) => name);
}

describe('records of a file', () => {
  it('keep their revision where the spec is equal, in whichever order of keys', () => {
    const before = fileRecords([{ name: 'a', source: { type: 'push', x: 1 } }], new Map(), FILE);
    const after = fileRecords([{ source: { x: 1, type: 'push' }, name: 'a' }], before, {
      at: 9,
      file: 'relay.yaml',
    });
    expect(after.get('a')).toBe(before.get('a'));
    expect(after.get('a')).toMatchObject({ revision: 1, origin: 'file', changedAt: 7 });
  });

  it('get the next revision where the spec differs', () => {
    const before = recordsOf({ a: 1, b: 1 });
    const after = recordsOf({ a: 2, b: 1 }, before);
    expect(after.get('a')!.revision).toBe(2);
    expect(after.get('b')).toBe(before.get('b'));
  });
});

describe('diffBridges', () => {
  it('tells what was added, changed and removed, and nothing of what stayed', () => {
    const before = recordsOf({ stays: 1, changes: 1, goes: 1 });
    const after = recordsOf({ comes: 1, changes: 2, stays: 1 }, before);
    const { added, changed, removed } = diffBridges(before, after);
    expect(named(added)).toEqual(['comes']);
    expect(changed.map(({ before: b, after: a }) => [b.revision, a.revision])).toEqual([[1, 2]]);
    expect(named(removed)).toEqual(['goes']);
  });

  it('counts a paused bridge as absent', () => {
    const [wanted] = recordsOf({ a: 1 }).values();
    const off: BridgeRecord = { ...wanted!, wanted: 'paused', revision: 2 };
    const on = new Map([['a', wanted!]]);
    const paused = new Map([['a', off]]);
    expect(named(diffBridges(on, paused).removed)).toEqual(['a']);
    expect(named(diffBridges(paused, on).added)).toEqual(['a']);
    expect(diffBridges(paused, paused)).toEqual({ added: [], changed: [], removed: [] });
  });

  it('leads from any set of bridges to any other', () => {
    const sets = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(2), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(sets, sets, (from, to) => {
        const before = recordsOf(from);
        const after = recordsOf(to, before);
        const { added, changed, removed } = diffBridges(before, after);
        const reached = new Map(before);
        for (const { name } of removed) reached.delete(name);
        for (const record of added) reached.set(record.name, record);
        for (const { after: record } of changed) reached.set(record.name, record);
        expect(Object.fromEntries(reached)).toEqual(Object.fromEntries(after));
        const touched = [...named(added), ...named(removed), ...changed.map((c) => c.after.name)];
        expect(new Set(touched).size).toBe(touched.length);
      }),
    );
  });
});
