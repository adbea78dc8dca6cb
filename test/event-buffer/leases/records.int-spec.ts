import { RecordTable } from '#event-buffer';
import { uniquePrefix } from '../../support/redis-server.js';
import { BufferRig } from '../support/buffer-rig.js';

describe('records that Redis has lost', () => {
  let rig: BufferRig;
  const restored: number[] = [];

  beforeEach(async () => {
    rig = await BufferRig.open();
    restored.length = 0;
  });
  afterEach(() => rig.close());

  /** As a process that has read what two records were, one of them changed since. */
  async function knownTo(): Promise<RecordTable> {
    const table = new RecordTable(rig.redis, rig.keys, 10, (count) => restored.push(count));
    await table.write('one', 'first', 0);
    await table.write('two', 'second', 0);
    await table.write('one', 'changed', undefined);
    await table.read();
    return table;
  }

  /**
   * A revision is larger than the one before, and a time in ms at least: what is written after a loss, before
   * that time, may be given one of those that were lost.
   */
  async function laterThan(revision: string | null): Promise<void> {
    for (;;) {
      const [seconds, micros] = await rig.redis.time();
      if (Number(seconds) * 1000 + Number(micros) / 1000 > Number(revision) + 1) return;
    }
  }

  it.each([
    ['all', ['index', 'records', 'revision']],
    ['which there are', ['index']],
    ['what they hold', ['records']],
    ['how new they are', ['revision']],
  ] as const)('are written again by a process that knows them: %s', async (_, lost) => {
    const table = await knownTo();
    const before = await table.read();
    await rig.redis.del(lost.map((key) => rig.keys.records[key]));
    expect(await table.read()).toBe(before);
    expect(restored).toEqual([2]);
    // It is done once, and a process that has just started finds them.
    await table.read();
    expect(restored).toEqual([2]);
    const other = new RecordTable(rig.redis, rig.keys, 10);
    expect(await other.read()).toEqual(before);
    expect(textsOf(before)).toEqual({ one: 'changed', two: 'second' });
  });

  it('are overwritten by a process that knows newer ones, if a suspended process restored first', async () => {
    const stalled = new RecordTable(rig.redis, rig.keys, 10);
    await stalled.write('one', 'old', 0);
    await stalled.read();
    const newer = new RecordTable(rig.redis, rig.keys, 10, (count) => restored.push(count));
    await newer.write('one', 'new', undefined);
    await newer.write('two', 'second', 0);
    await newer.read();
    const { index, records, revision } = rig.keys.records;
    await rig.redis.del(index, records, revision);
    expect(textsOf(await stalled.read())).toEqual({ one: 'old' });
    expect(textsOf(await newer.read())).toEqual({ one: 'new', two: 'second' });
    expect(textsOf(await stalled.read())).toEqual({ one: 'new', two: 'second' });
    expect(restored).toEqual([2]);
  });

  it.each(['before', 'after'] as const)(
    'do not come back where one had stood still since before they were removed, and looks %s the others',
    async (when) => {
      const table = await knownTo();
      const stalled = new RecordTable(rig.redis, rig.keys, 10);
      await stalled.read();
      await table.remove('two', undefined);
      await table.read();
      const { index, records, revision } = rig.keys.records;
      await rig.redis.del(index, records, revision);
      if (when === 'before') await stalled.read();
      await table.read();
      await table.read();
      expect(textsOf(await stalled.read())).toEqual({ one: 'changed' });
      const other = new RecordTable(rig.redis, rig.keys, 10);
      expect(textsOf(await other.read())).toEqual({ one: 'changed' });
      // It may be made anew.
      await stalled.write('two', 'third', 0);
      expect(textsOf(await table.read())).toEqual({ one: 'changed', two: 'third' });
    },
  );

  it('do not come back if something was changed before the others looked', async () => {
    const table = await knownTo();
    const stalled = new RecordTable(rig.redis, rig.keys, 10);
    await stalled.read();
    await table.remove('two', undefined);
    await table.read();
    const { index, records, revision } = rig.keys.records;
    const given = await rig.redis.get(revision);
    await rig.redis.del(index, records, revision);
    await laterThan(given);
    await stalled.write('three', 'third', 0);
    await table.read();
    expect(textsOf(await stalled.read())).toEqual({ one: 'changed', three: 'third' });
    expect(textsOf(await table.read())).toEqual({ one: 'changed', three: 'third' });
  });

  it('are not taken for lost if they were removed, and are restored before the next write', async () => {
    const table = await knownTo();
    const other = new RecordTable(rig.redis, rig.keys, 10);
    await other.remove('one', undefined);
    expect(textsOf(await table.read())).toEqual({ two: 'second' });
    const { index, records, revision } = rig.keys.records;
    await rig.redis.del(index, records, revision);
    await table.write('three', 'third', 0);
    expect(textsOf(await table.read())).toEqual({ two: 'second', three: 'third' });
    await table.remove('two', undefined);
    await table.remove('three', undefined);
    await table.read();
    await rig.redis.del(revision);
    expect(textsOf(await table.read())).toEqual({});
    expect(restored).toEqual([1]);
  });
});

describe('records that are written together', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  it('are written in their order up to the first that somebody has changed', async () => {
    const table = new RecordTable(rig.redis, rig.keys, 10);
    await table.write('two', 'of somebody else', 0);
    const changes = await table.writeAll([
      { name: 'zero', text: 'new', expected: 0 },
      { name: 'one', text: 'new', expected: 0 },
      { name: 'two', text: 'new', expected: 0 },
      { name: 'three', text: 'new', expected: 0 },
    ]);
    expect(changes.map(({ kind }) => kind)).toEqual(['written', 'written', 'other']);
    expect(textsOf(await table.read())).toEqual({
      zero: 'new',
      one: 'new',
      two: 'of somebody else',
    });
    const known = [...table.known.values()].map(({ revision }) => revision);
    expect(new Set(known).size).toBe(3);
  });

  it('are no more than there is room for', async () => {
    const table = new RecordTable(rig.redis, rig.keys, 2);
    const all = ['one', 'two', 'three', 'four'];
    const changes = await table.writeAll(all.map((name) => ({ name, text: 'new', expected: 0 })));
    expect(changes.map(({ kind }) => kind)).toEqual(['written', 'written', 'full']);
    expect(textsOf(await table.read())).toEqual({ one: 'new', two: 'new' });
  });
});

describe('records that a process writes itself', () => {
  let rigs: BufferRig[];
  let tables: RecordTable[];
  const restored: number[] = [];

  beforeEach(async () => {
    const prefix = uniquePrefix();
    rigs = await Promise.all([1, 2, 3].map(async () => BufferRig.open(undefined, prefix)));
    tables = rigs.map(({ redis, keys }) => {
      return new RecordTable(redis, keys, 10, (count) => restored.push(count));
    });
    restored.length = 0;
  });
  afterEach(() => {
    for (const rig of rigs) rig.close();
  });

  async function stored(): Promise<Record<string, string>> {
    const [{ redis, keys }] = rigs as [BufferRig];
    return textsOf(await new RecordTable(redis, keys, 10).read());
  }

  it('are known to it without reading the others again', async () => {
    const [table] = tables as [RecordTable];
    const [{ redis }] = rigs as [BufferRig];
    await table.read();
    await redis.config('RESETSTAT');
    await table.write('one', 'first', 0);
    await table.write('two', 'second', 0);
    await table.write('one', 'changed', undefined);
    await table.remove('two', undefined);
    expect(textsOf(await table.read())).toEqual({ one: 'changed' });
    expect(await redis.info('commandstats')).not.toMatch(/cmdstat_hgetall:/);
    expect(await stored()).toEqual({ one: 'changed' });
  });

  it('are what Redis has, whatever others write and read at the same time', async () => {
    for (let round = 0; round < 40; round++) {
      await Promise.all(
        tables.map(async (table, i) => {
          const name = `name-${(round * 7 + i * 3) % 5}`;
          if ((round + i) % 3 === 0) await table.remove(name, undefined);
          else await table.write(name, `${round}.${i}`, (round + i) % 2 === 0 ? undefined : 0);
          if ((round + i) % 4 === 0) await table.read();
        }),
      );
    }
    const all = await stored();
    for (const table of tables) expect(textsOf(await table.read())).toEqual(all);
    expect(restored).toEqual([]);
  });

  it('are taken only where no others were judged since', async () => {
    const [one, other] = tables as [RecordTable, RecordTable];
    await Promise.all([one.read(), other.read()]);
    const { judged } = other;
    expect(await one.writeJudged([anew('one')], one.judged)).toMatchObject([{ kind: 'written' }]);
    expect(await other.writeJudged([anew('two')], judged)).toBeUndefined();
    await other.read();
    const again = await other.writeJudged([anew('two')], other.judged);
    expect(again).toMatchObject([{ kind: 'written' }]);
    // What needs no judgement touches that of nobody.
    await one.read();
    const before = one.judged;
    await other.write('three', 'plain', 0);
    expect(await one.writeJudged([anew('four')], before)).toMatchObject([{ kind: 'written' }]);
    expect(Object.keys(await stored()).toSorted()).toEqual(['four', 'one', 'three', 'two']);
  });

  it('are taken also where Redis has lost that others were judged', async () => {
    const [table] = tables as [RecordTable];
    const [{ redis, keys }] = rigs as [BufferRig];
    await table.read();
    await table.writeJudged([anew('one')], table.judged);
    await redis.del(keys.records.judged);
    await table.read();
    const changes = await table.writeJudged([anew('two')], table.judged);
    expect(changes).toMatchObject([{ kind: 'written' }]);
  });
});

function anew(name: string) {
  return { name, text: 'judged', expected: 0 };
}

function textsOf(known: Awaited<ReturnType<RecordTable['read']>>): Record<string, string> {
  return Object.fromEntries([...known].map(([name, { text }]) => [name, text]));
}
