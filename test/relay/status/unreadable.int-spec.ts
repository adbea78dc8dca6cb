import { DeadLetters, Names, redisTroubleOf, Rounds } from '#event-buffer';
import { Targets } from '../../../apps/relay/src/api/targets/targets.js';
import { TargetRounds } from '../../../apps/relay/src/reporter/upkeep/target-rounds.js';
import { TargetSweep } from '../../../apps/relay/src/reporter/upkeep/target-sweep.js';
import { LedgerStatusReader } from '../../../apps/relay/src/status/ledger-status.reader.js';
import { statusTable } from '../../../apps/relay/src/status/status-table.js';
import { BufferRig, comments, TARGET } from '../../event-buffer/support/buffer-rig.js';

const OTHER = 'default/room-2';

let rig: BufferRig;

beforeEach(async () => {
  rig = await BufferRig.open();
  for (const target of [TARGET, OTHER]) await rig.append(comments(2), { target });
});
afterEach(() => rig.close());

describe('a status is told', () => {
  it.each([
    'no note',
    'null',
    '"ready"',
    '{"state":7}',
    '{"state":"ready","refused":7}',
    '{"state":"ready","reason":{"a":1},"since":"x"}',
    '{"state":"ready","hearing":5}',
    '{"state":"ready","hearing":{"state":"deaf","deaf":[],"room":7}}',
  ])('though the note about a source is %s', async (note) => {
    await rig.redis.hset(rig.keys.sources, 'main', note);
    await rig.redis.hset(rig.keys.leases, 'main', '1:99999999999999:a-collector');
    const status = await new LedgerStatusReader(rig.ledger, () => [
      { bridge: 'main', target: OTHER },
      { bridge: 'quiet', target: 'default/room-3' },
    ]).read();
    expect(
      status.bridges.map(({ bridge, source, received }) => [bridge, source, received]),
    ).toEqual([
      ['main', 'unknown', 2],
      ['main', 'unknown', 2],
      ['quiet', 'unheld', 0],
    ]);
    expect(statusTable(status).join('\n')).toContain('quiet');
  });

  it.each(['1e300', '"x"', 'null'])(
    'though a process says that it runs since %s',
    async (since) => {
      const note = `{"roles":["reporter"],"host":"h","pid":1,"version":"1","since":${since}}`;
      await rig.redis.hset(rig.keys.processes, 'odd', `${Date.now()}:${note}`);
      const status = await new LedgerStatusReader(rig.ledger).read();
      expect(status.processes).toEqual([]);
      expect(statusTable(status).join('\n')).toContain('main');
    },
  );

  it('of all targets but one of which a key holds something else, and says so of that one', async () => {
    await rig.redis.set(rig.keys.of(TARGET).dead, 'x');
    const status = await new LedgerStatusReader(rig.ledger).read();
    expect(status.targets.map(({ target, state, waiting }) => [target, state, waiting])).toEqual([
      [TARGET, 'unreadable', 0],
      [OTHER, 'reporting', 2],
    ]);
    const text = statusTable(status).join('\n').replaceAll(/\s+/gu, ' ');
    expect(text).toContain('a key of it in Redis holds something else: see docs/RUNBOOK.md');
    expect(text.indexOf(TARGET)).toBeLessThan(text.indexOf(OTHER));
  });

  it('of a count that cannot be read: it is 0, and the ledger does not balance', async () => {
    await rig.redis.hset(rig.keys.of(TARGET).ledger('main'), 'received', 'x');
    const { totals } = await new LedgerStatusReader(rig.ledger).read();
    expect(totals).toMatchObject({ received: 2, waiting: 4, unaccounted: 2 });
  });

  it('of targets to the API, which leaves out what is no name of a target', async () => {
    const { redis, keys, ledger } = rig;
    await redis.sadd(keys.targets, 'no target', 'a/b/c/d', '');
    const status = new LedgerStatusReader(ledger);
    const targets = new Targets({ redis, keys, ledger, status, bridges: () => [] } as never);
    const { items } = await targets.page({ limit: 10 });
    expect(items.map(({ target }) => target)).toEqual([TARGET, OTHER]);
  });
});

describe('a key that holds something else keeps back no other target', () => {
  it('of those whose bridges are forgotten', async () => {
    const { redis, keys } = rig;
    await redis.set(keys.of(TARGET).dead, 'x');
    await redis.hdel(keys.of(OTHER).target, 'keep:main');
    const rounds = new TargetRounds(
      new DeadLetters(redis, keys),
      new Names(redis, keys),
      new Rounds(async () => [TARGET, OTHER], 1),
    );
    await expect(rounds.step()).rejects.toThrow('WRONGTYPE');
    expect(await redis.hget(keys.of(OTHER).target, 'keep:main')).not.toBeNull();
  });

  it('of those whose old dead letters are given up, where a count is none', async () => {
    const { redis, keys } = rig;
    for (const target of [TARGET, OTHER]) {
      const meta = '{"v":1,"bridge":"main","type":"comment","receivedAt":1}';
      await redis.xadd(keys.of(target).dead, '1-1', 'm', meta, 'd', '{}');
    }
    await redis.hset(keys.of(TARGET).ledger('main'), 'dead', 'x');
    const rounds = new TargetRounds(
      new DeadLetters(redis, keys),
      new Names(redis, keys),
      new Rounds(async () => [TARGET, OTHER], 1),
    );
    const failure = await rounds.step().catch((error: unknown) => error);
    expect(redisTroubleOf(failure).sentence).toContain(keys.of(TARGET).ledger('main'));
    expect(await redis.xlen(keys.of(OTHER).dead)).toBe(0);
  });

  it('of those that wait and have no job', async () => {
    const failed: string[] = [];
    const repaired: string[] = [];
    let now = 0;
    const sweep = new TargetSweep({
      targets: rig.ledger.table,
      waiting: { note: async () => {}, noted: async () => [], forget: async () => {} },
      all: async () => [TARGET, OTHER],
      queue: {
        wakeAll: async () => {},
        promote: async () => {},
        examine: async (target) => {
          if (target === TARGET) await rig.redis.hget(rig.keys.of(TARGET).events, 'x');
          return { kind: 'none' };
        },
      },
      listener: {
        repaired: (_, target) => repaired.push(target!),
        failed: ({ message }) => failed.push(message),
      },
      now: () => now,
    });
    sweep.drives(TARGET);
    sweep.drives(OTHER);
    await sweep.run();
    now += 60_000;
    await sweep.run();
    expect(repaired).toEqual([OTHER]);
    expect(failed).toEqual([expect.stringContaining('WRONGTYPE')]);
  });
});
