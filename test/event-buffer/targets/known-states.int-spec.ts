import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { BUFFER_SCRIPTS } from '../../../libs/event-buffer/src/redis/buffer-redis.js';
import type { ScriptDefinition } from '../../../libs/event-buffer/src/scripts/define-script.js';
import {
  DeadLetters,
  type Drain,
  KnownStates,
  LedgerReader,
  Names,
  ProcessRegistry,
  TOLD_FIELDS,
  type TargetState,
} from '#event-buffer';
import { RedisServer } from '../../support/redis-server.js';
import { BufferRig, comments, event, firstPlaces, limitsOf } from '../support/buffer-rig.js';

const TARGETS = ['default/a', 'default/b', 'default/c'] as const;
const WORDS = { code: 'MSS.1', message: 'no', requestId: 'r', at: 5 };
const NOTE = { roles: ['collector'], host: 'h', pid: 1, version: '1', since: 1 };
/** More than are read again whatever their marks say. */
const MANY = 350;

let rig: BufferRig;
/** The drains under way: what follows on one must be marked, too. */
let drains: Map<string, Drain>;
/** Those that look meanwhile. */
let readers: KnownStates[];

beforeEach(async () => {
  rig = await BufferRig.open();
  drains = new Map();
  readers = [];
});
afterEach(() => rig.close());

/** All targets as they stand, read anew. */
async function truth(of = rig): Promise<unknown> {
  const reader = new LedgerReader(of.redis, of.keys);
  return plain(await reader.states(await reader.targets(), TOLD_FIELDS));
}

/** To be compared: a record tells its fields only where it is asked. */
function plain(states: readonly TargetState[]): unknown {
  return states.map((state) => ({ ...state, record: state.record.fields }));
}

async function drainOf(target: string): Promise<Drain> {
  const drain = drains.get(target) ?? (await rig.drain(target));
  drains.set(target, drain);
  return drain;
}

async function settle(target: string, refused: number, isDelivered: boolean): Promise<void> {
  const drain = await drainOf(target);
  await drain.readAhead();
  const batch = drain.window.cut(limitsOf(2), firstPlaces(refused));
  if (batch.passed === 0) return;
  const words = batch.refused.map(() => WORDS);
  // Another may drain since.
  if (!(await drain.settle(batch, isDelivered, {}, words))) drains.delete(target);
}

async function standFor(count: number, of = rig): Promise<string[]> {
  const targets = Array.from({ length: count }, (_, i) => `default/room-${1000 + i}`);
  for (const target of targets) await of.append(comments(1), { target });
  return targets;
}

/** Whatever is done to a target, by name. */
const DEEDS: Readonly<Record<string, (target: string) => Promise<unknown>>> = {
  append: async (target) => rig.append(comments(2), { target }),
  'append what is dropped': async (target) =>
    rig.append([], { target, dropped: new Map([['rate', 1]]) }),
  'append under an old lease': async (target) => {
    await rig.append(comments(1), { target, epoch: 3 });
    await rig.append(comments(1), { target, epoch: 2 });
  },
  'append of another bridge': async (target) => rig.append(comments(1), { target, bridge: 'two' }),
  'begin a drain': async (target) => {
    drains.delete(target);
    await drainOf(target);
  },
  deliver: async (target) => settle(target, 0, true),
  refuse: async (target) => settle(target, 1, true),
  expire: async (target) => settle(target, 0, false),
  note: async (target) => {
    const drain = await drainOf(target);
    await drain.note({ failing: 'timeout', failures: 2, pausedReason: 'unauthorized' });
  },
  'note a delay': async (target) =>
    (await drainOf(target)).note({ delay: 'pace', delayUntil: Date.now() + 60_000, held: '1' }),
  release: async (target) => (await drainOf(target)).release(),
  'remove dead letters': async (target) => {
    const dead = new DeadLetters(rig.redis, rig.keys);
    const { letters } = await dead.page(target);
    await dead.remove(target, letters, 'dead_letter_discarded');
  },
  'replay dead letters': async (target) => {
    const dead = new DeadLetters(rig.redis, rig.keys);
    const { letters } = await dead.page(target);
    if (letters.length > 0) await dead.replay(target, letters, 1000, Date.now());
  },
  pause: async (target) =>
    rig.ledger.table.control(target, { state: 'paused', revision: '*', by: 'test' }),
  run: async (target) =>
    rig.ledger.table.control(target, { state: 'running', revision: '*', by: 'test' }),
  resume: async (target) => rig.ledger.table.resume(target),
  answers: async (target) => rig.ledger.table.noteAnswers(target, `3@${Date.now()}`),
  reply: async (target) => rig.ledger.table.noteReply(target),
  name: async (target) => new Names(rig.redis, rig.keys).keep([{ target, bridge: 'three' }]),
  forget: async (target) => {
    const names = new Names(rig.redis, rig.keys, 0);
    await rig.reportAll(1000, target);
    const bridges = await rig.redis.smembers(rig.keys.of(target).bridges);
    await names.keep(
      bridges.map((bridge) => ({ target, bridge })),
      -1,
    );
    await names.forget(target);
    await names.forget(target);
    drains.delete(target);
  },
  'forget one of two': async (target) => {
    const names = new Names(rig.redis, rig.keys, 0);
    await names.keep([{ target, bridge: 'gone' }], -1);
    await names.forget(target);
    // Read while it is there.
    for (const known of readers) await known.look();
    await names.forget(target);
  },
  'lose all': async () => {
    const all = await rig.redis.keys(`${rig.prefix}*`);
    if (all.length > 0) await rig.redis.del(...all);
    drains.clear();
  },
};

describe('KnownStates', () => {
  for (const [name, deed] of Object.entries(DEEDS)) {
    it(`equals what is in Redis after: ${name}`, async () => {
      const [target] = TARGETS;
      const known = new KnownStates(rig.redis, rig.keys, { readAgain: 0 });
      readers = [known];
      for (const state of ['waiting', 'partly refused', 'delayed', 'empty']) {
        await rig.append([event('comment', 'a'), event('comment', 'b')], { target });
        if (state !== 'waiting') await settle(target, 1, true);
        if (state === 'waiting') await DEEDS['note']!(target);
        if (state === 'delayed') await DEEDS['note a delay']!(target);
        if (state === 'empty') await settle(target, 0, true);
        await known.look();
        await deed(target);
        assert.deepEqual(plain(await known.look()), await truth(), state);
      }
    });
  }

  it('equals what is in Redis, whatever was done since the last look', async () => {
    const deed = fc.tuple(
      fc.constantFrom(...Object.keys(DEEDS)),
      fc.constantFrom(...TARGETS),
      fc.integer({ min: 0, max: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 25 }), async (deeds) => {
        // Without those that are read again in any case, which would hide a mark that is missing.
        readers = [0, 1].map(() => new KnownStates(rig.redis, rig.keys, { readAgain: 0 }));
        for (const [name, target, looking] of deeds) {
          await DEEDS[name]!(target);
          const reader = readers[looking];
          if (reader !== undefined)
            assert.deepEqual(plain(await reader.look()), await truth(), name);
        }
        for (const reader of readers) assert.deepEqual(plain(await reader.look()), await truth());
      }),
      { numRuns: 40 },
    );
  });

  it('is the same object as long as nothing of it changes', async () => {
    const [first, second] = await standFor(2);
    const before = await rig.ledger.look();
    await rig.append(comments(1), { target: second! });
    const after = await rig.ledger.look();
    expect(after.map(({ target }) => target)).toEqual([first, second]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[1]!.rows[0]).toMatchObject({ received: 2, waiting: 2 });
  });

  it('costs only the reads of changed targets, however many there are', async () => {
    const redis = await RedisServer.start();
    const own = await BufferRig.open(redis);
    try {
      const [target] = await standFor(MANY, own);
      await own.ledger.look();
      const ledgersRead = async (): Promise<number> => {
        const stats = await own.redis.info('commandstats');
        return Number(/cmdstat_hgetall:calls=(\d+)/u.exec(stats)?.[1] ?? 0);
      };
      await own.append(comments(1), { target: target! });
      const before = await ledgersRead();
      const states = await own.ledger.look();
      // One of its own and of the processes, and those that are read again in turn.
      expect((await ledgersRead()) - before).toBeLessThan(MANY / 2);
      expect(plain(states)).toEqual(await truth(own));
    } finally {
      own.close();
      await redis.stop();
    }
  });

  it('is read again eventually if it was written without a mark', async () => {
    const targets = await standFor(MANY);
    await rig.ledger.look();
    const { ledger } = rig.keys.of(targets.at(-1)!);
    await rig.redis.hincrby(ledger('main'), 'received', 5);
    for (let looks = 0; looks < 4; looks++) await rig.ledger.look();
    expect(plain(await rig.ledger.look())).toEqual(await truth());
  });

  it('is read completely while a process of an older version without marks runs, and once after', async () => {
    const [target] = await standFor(1);
    const known = new KnownStates(rig.redis, rig.keys, { readAgain: 0 });
    const registry = new ProcessRegistry(rig.redis, rig.keys);
    await registry.announce('new', NOTE);
    const changeUnmarked = async (): Promise<unknown> =>
      rig.redis.hincrby(rig.keys.of(target!).ledger('main'), 'received', 1);
    const receivedOf = async (): Promise<number> => (await known.look())[0]!.rows[0]!.received;
    expect(await receivedOf()).toBe(1);
    await changeUnmarked();
    expect(await receivedOf()).toBe(1);
    const said = String((await rig.redis.time())[0]! * 1000);
    await rig.redis.hset(rig.keys.processes, 'old', `${said}:${JSON.stringify(NOTE)}`);
    expect(await receivedOf()).toBe(2);
    await changeUnmarked();
    expect(await receivedOf()).toBe(3);
    await changeUnmarked();
    await registry.withdraw('old');
    expect(await receivedOf()).toBe(4);
    await changeUnmarked();
    expect(await receivedOf()).toBe(4);
    expect(await registry.list()).toEqual([{ id: 'new', ...NOTE }]);
  });

  it('asks every script that changes it for a mark', () => {
    const scripts = Object.entries(BUFFER_SCRIPTS) as unknown as (readonly [
      string,
      ScriptDefinition<object>,
    ])[];
    const unmarked = scripts.filter(([, { keys, lua, marks, readOnly }]) => {
      const isOfTarget = (keys as readonly string[]).some((key) => key === 'target');
      const writes = /redis\.call\('(?:H(?:SET|DEL|INCRBY)|X(?:ADD|DEL|TRIM)|S(?:ADD|REM)|DEL)'/u;
      return (
        isOfTarget &&
        readOnly !== true &&
        writes.test(lua) &&
        (marks !== true || !lua.includes("'mark', MARK"))
      );
    });
    expect(unmarked.map(([name]) => name)).toEqual([]);
  });
});
