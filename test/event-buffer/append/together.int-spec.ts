import * as fc from 'fast-check';
import type { AppendOutcome } from '#event-buffer';
import { packedList, packedLists } from '../../../libs/event-buffer/src/scripts/packed-lists.js';
import { RedisServer } from '../../support/redis-server.js';
import { BufferRig, entriesOf, event } from '../support/buffer-rig.js';

const ROOMS = ['room-0', 'room-1', 'room-2'] as const;

const UNPACKS = 'return cmsgpack.unpack(ARGV[1])';

interface Room {
  readonly target: string;
  readonly texts: readonly string[];
  readonly number?: number;
}

/** Appends to several targets, all in one turn of the event loop. */
async function appendAtOnce(
  rig: BufferRig,
  rooms: readonly Room[],
): Promise<PromiseSettledResult<AppendOutcome>[]> {
  const appender = rig.appender();
  return Promise.allSettled(
    rooms.map(async ({ target, texts, number = 1 }) => {
      const events = texts.map((text) => event('comment', text, text));
      const entries = entriesOf(target, events);
      const dropped = new Map();
      return appender.append({ target, bridge: target, epoch: 1, number, entries, dropped });
    }),
  );
}

function outcomesOf(results: readonly PromiseSettledResult<AppendOutcome>[]): unknown[] {
  return results.map((one) => {
    return one.status === 'fulfilled' ? one.value : (one.reason as Error).message;
  });
}

/** How many scripts Redis was asked to run. */
async function scriptsAsked(rig: BufferRig): Promise<number> {
  const stats = await rig.redis.info('commandstats');
  const calls = [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/gu)];
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('appends to several targets in one turn of the event loop', () => {
  let rig: BufferRig;

  afterEach(() => rig.close());

  it('go in one command, and each has its own answer', async () => {
    const server = await RedisServer.start();
    rig = await BufferRig.open(server);
    try {
      const before = await scriptsAsked(rig);
      const results = await appendAtOnce(rig, [
        { target: 'room-0', texts: ['a'] },
        { target: 'room-1', texts: ['b', 'c'] },
        { target: 'room-2', texts: [] },
      ]);
      expect((await scriptsAsked(rig)) - before).toBe(1);
      expect(outcomesOf(results)).toMatchObject([
        { depthAfter: 1, isFirst: true },
        { depthAfter: 2, isFirst: true },
        { depthAfter: 0, isFirst: true },
      ]);
      expect(await rig.reportAll(9, 'room-1')).toEqual(['b', 'c']);
    } finally {
      await server.stop();
    }
  });

  it('go in several commands where they are many, or large', async () => {
    const server = await RedisServer.start();
    rig = await BufferRig.open(server);
    try {
      const many = Array.from({ length: 100 }, (_, i) => ({ target: `room-${i}`, texts: ['a'] }));
      const large = ROOMS.map((target) => ({ target, texts: ['x'.repeat(40_000)], number: 2 }));
      const before = await scriptsAsked(rig);
      const results = outcomesOf(await appendAtOnce(rig, [...many, ...large]));
      expect(results).toHaveLength(103);
      expect(results.slice(0, 100)).toEqual(
        many.map(() => expect.objectContaining({ depthAfter: 1 })),
      );
      expect(results.slice(100)).toEqual(
        large.map(() => expect.objectContaining({ depthAfter: 2 })),
      );
      const asked = (await scriptsAsked(rig)) - before;
      expect(asked).toBeGreaterThanOrEqual(100 / 32 + 2);
      expect(asked).toBeLessThanOrEqual(10);
    } finally {
      await server.stop();
    }
  });

  it('fail one by one: what is wrong with a target stops no other', async () => {
    rig = await BufferRig.open();
    await rig.redis.set(rig.keys.of('room-1').events, 'no stream');
    const rooms = ROOMS.map((target) => ({ target, texts: ['a'] }));
    expect(outcomesOf(await appendAtOnce(rig, rooms))).toMatchObject([
      { depthAfter: 1 },
      expect.stringMatching(/^WRONGTYPE\b/u),
      { depthAfter: 1 },
    ]);
    await rig.redis.del(rig.keys.of('room-1').events);
    // All are repeated: those that were applied are not applied twice.
    expect(outcomesOf(await appendAtOnce(rig, rooms))).toMatchObject([
      { depthAfter: 1 },
      { depthAfter: 1 },
      { depthAfter: 1 },
    ]);
    for (const room of ROOMS) expect(await rig.reportAll(9, room)).toEqual(['a']);
  });

  it('fail with the error of each where all fail', async () => {
    rig = await BufferRig.open();
    await rig.redis.set(rig.keys.of('room-0').events, 'no stream');
    await rig.redis.hset(rig.keys.of('room-1').ledger('room-1'), 'received', 'no number');
    const rooms = ['room-0', 'room-1'].map((target) => ({ target, texts: ['a'] }));
    const errors = outcomesOf(await appendAtOnce(rig, rooms));
    expect(errors[0]).toMatch(/^WRONGTYPE\b/u);
    expect(errors[1]).toMatch(/not an integer/u);
  });

  it('all fail where Redis is full, with nothing appended, and are repeated later', async () => {
    const server = await RedisServer.start();
    rig = await BufferRig.open(server);
    try {
      const rooms = ROOMS.map((target) => ({ target, texts: ['a'] }));
      await rig.redis.config('SET', 'maxmemory', '1');
      for (const one of outcomesOf(await appendAtOnce(rig, rooms))) {
        expect(one).toMatch(/^OOM\b/u);
      }
      await rig.redis.config('SET', 'maxmemory', '0');
      expect(await rig.redis.keys('*')).toEqual([]);
      for (const one of outcomesOf(await appendAtOnce(rig, rooms))) {
        expect(one).toMatchObject({ kind: 'appended', depthBefore: 0, depthAfter: 1 });
      }
    } finally {
      await server.stop();
    }
  });

  it('leave in Redis and answer what they do one after another', async () => {
    rig = await BufferRig.open();
    const single = await BufferRig.open();
    const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
    const turn = fc.record({
      rooms: fc.subarray([...ROOMS], { minLength: 1 }),
      texts: fc.array(texts, { minLength: 3, maxLength: 3 }),
      repeats: fc.boolean(),
    });
    let runs = 0;
    const property = fc.asyncProperty(
      fc.array(turn, { minLength: 1, maxLength: 6 }),
      async (turns) => {
        runs++;
        const targetOf = (room: string): string => `${room}-of-${runs}`;
        const numbers = new Map<string, number>();
        for (const { rooms, texts: said, repeats } of turns) {
          const asked = rooms.map((room, i) => {
            const number = (numbers.get(room) ?? 0) + (repeats && numbers.has(room) ? 0 : 1);
            numbers.set(room, number);
            return { target: targetOf(room), texts: said[i]!, number };
          });
          const together = outcomesOf(await appendAtOnce(rig, asked));
          const alone: unknown[] = [];
          for (const one of asked) alone.push(...outcomesOf(await appendAtOnce(single, [one])));
          expect(together).toEqual(alone);
        }
        for (const target of ROOMS.map(targetOf)) {
          const kept = async (one: BufferRig) => [
            await one.redis.hgetall(one.keys.of(target).ledger(target)),
            await one.reportAll(9, target),
          ];
          expect(await kept(rig)).toEqual(await kept(single));
        }
      },
    );
    try {
      await fc.assert(property, { numRuns: 20 });
    } finally {
      single.close();
    }
  });

  it('keep the order of each bridge', async () => {
    rig = await BufferRig.open();
    const expected = Array.from({ length: 20 }, (_, i) => `${i + 1}`);
    for (const [i, text] of expected.entries()) {
      await appendAtOnce(
        rig,
        ROOMS.map((target) => ({ target, texts: [text], number: i + 1 })),
      );
    }
    for (const room of ROOMS) expect(await rig.reportAll(7, room)).toEqual(expected);
  });
});

describe('packed lists', () => {
  it('are unpacked by Redis as they were, whatever their lengths and characters', async () => {
    const rig = await BufferRig.open();
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom(
        '',
        'x'.repeat(31),
        'x'.repeat(32),
        'x'.repeat(64),
        'x'.repeat(65),
        `${'x'.repeat(63)}é`,
        '中'.repeat(11),
        'x'.repeat(0xffff),
        '中'.repeat(0x6000),
      ),
    );
    const bytes = text.map((one) => Buffer.from(one));
    const lists = fc.array(fc.array(fc.oneof(text, bytes, fc.nat()), { maxLength: 40 }), {
      maxLength: 4,
    });
    try {
      await fc.assert(
        fc.asyncProperty(lists, async (all) => {
          const answer = await rig.redis.callBuffer('EVAL', UNPACKS, 0, packedLists(all));
          const unpacked = (answer as Buffer[][]).map((list) => list.map(String));
          expect(unpacked).toEqual(all.map((list) => list.map(String)));
          const one = all.flat();
          const alone = await rig.redis.callBuffer('EVAL', UNPACKS, 0, packedList(one));
          expect((alone as Buffer[]).map(String)).toEqual(one.map(String));
        }),
        { numRuns: 100 },
      );
    } finally {
      rig.close();
    }
  });
});
