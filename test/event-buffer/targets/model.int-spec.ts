import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import {
  APPEND_LIMITS_DEFAULT,
  Appender,
  type BufferRedis,
  DeadLetters,
  Drain,
  REPORT_QUEUE,
  TOLD_FIELDS,
} from '#event-buffer';
import { BufferModel } from '../../simulation/support/buffer-model.js';
import { BufferRig, entriesOf, event, TARGET } from '../support/buffer-rig.js';

const BRIDGES = ['a', 'b'] as const;
const TYPES = ['comment', 'gift', 'like', 'viewers'] as const;
const WORDS = { code: 'MSS.1', message: 'no', requestId: 'r', at: 5 };
type Name = Exclude<keyof BufferModel, 'redis' | 'changes' | 'nextEpoch' | 'published'>;
type Call = (...given: unknown[]) => unknown;

/** The real Redis and its model: every command goes to both, and must have the same answer. */
class Twin {
  readonly model = new BufferModel(() => this.#now);
  readonly commands: BufferRedis;
  #now = 0;
  readonly #known = new Map<string, number>();

  constructor(private readonly rig: BufferRig) {
    const commands = new Proxy(rig.redis, {
      get:
        (_, name) =>
        async (...given: unknown[]) =>
          this.#both(name as Name, given),
    });
    this.commands = commands;
  }

  async #both(name: Name, given: readonly unknown[]): Promise<unknown> {
    const before = await this.#told();
    const real: unknown = await (this.rig.redis[name] as unknown as Call)(...given);
    const after = await this.#told();
    // A status is read again only where the mark is another.
    if (!isDeepStrictEqual(before.told, after.told)) assert.notEqual(after.mark, before.mark, name);
    await this.#align();
    const modelled = (this.model[name] as unknown as Call).apply(this.model, [...given]);
    if (name !== 'time') assert.deepEqual(settled(name, modelled), settled(name, real), name);
    await this.#compare();
    return real;
  }

  /** All that a status tells of the target, and its mark. */
  async #told(): Promise<{ readonly told: unknown; readonly mark: string | null }> {
    const { redis, keys, ledger } = this.rig;
    const [state] = await ledger.states([TARGET], TOLD_FIELDS);
    const told = { ...state, record: state!.record.fields };
    return { told, mark: await redis.hget(keys.of(TARGET).target, 'mark') };
  }

  /** What Redis alone decides: the ids of new entries, and the time. */
  async #align(): Promise<void> {
    const { redis, keys } = this.rig;
    const { events, dead, target } = keys.of(TARGET);
    this.model.redis.nextIds.length = 0;
    for (const key of [events, dead]) {
      const added = await this.#addedTo(key);
      if (added === 0) continue;
      const rows = await redis.xrevrange(key, '+', '-', 'COUNT', added);
      this.model.redis.nextIds.push(...rows.map(([id]) => id).toReversed());
    }
    const [rotated, capped, drain] = await redis.hmget(target, 'rotated', 'capped', 'drain');
    this.model.nextEpoch = drain ?? undefined;
    const second = capped == null ? undefined : Number(capped.split(':')[0]);
    this.model.redis.nextSecond = second;
    this.#now = Math.max(this.#now, Number(rotated ?? 0), (second ?? 0) * 1000);
  }

  async #addedTo(key: string): Promise<number> {
    const { redis } = this.rig;
    if ((await redis.exists(key)) === 0) return 0;
    const described = (await redis.xinfo('STREAM', key)) as unknown[];
    const added = Number(described[described.indexOf('entries-added') + 1]);
    const before = this.#known.get(key) ?? 0;
    this.#known.set(key, added);
    return added - before;
  }

  async #compare(): Promise<void> {
    const { redis, keys } = this.rig;
    const { events, dead, target, ledger, streaks } = keys.of(TARGET);
    for (const key of [target, ...BRIDGES.map(ledger), ...BRIDGES.map(streaks)]) {
      const { mark: _, ...kept } = await redis.hgetall(key);
      assert.deepEqual(this.model.hgetall(key), kept, key);
    }
    for (const key of [events, dead]) {
      const rows = await redis.xrangeBuffer(key, '-', '+', 'COUNT', 1000);
      assert.deepEqual(this.model.xrangeBuffer(key, '-', '+', 'COUNT', 1000), rows, key);
    }
  }
}

/** An answer without what has no order. */
function settled(name: Name, answer: unknown): unknown {
  if (!Array.isArray(answer)) return answer;
  const [head, ...rest] = answer as unknown[];
  if (name === 'beginDrain') return [head, withoutMark(pairsOf(rest.slice(1)))];
  if (name === 'appendEvents') return [head, ...rest.slice(0, 4), countsOf(rest.slice(4))];
  return answer;
}

/** By reason, without which events they were: the model does not tell. */
function countsOf(triples: readonly unknown[]): Map<unknown, unknown> {
  return pairsOf(triples.filter((_, i) => i % 3 < 2));
}

function withoutMark(pairs: Map<unknown, unknown>): Map<unknown, unknown> {
  pairs.delete('mark');
  return pairs;
}

function pairsOf(flat: readonly unknown[]): Map<unknown, unknown> {
  const pairs = new Map<unknown, unknown>();
  for (let i = 0; i < flat.length; i += 2) pairs.set(flat[i], flat[i + 1]);
  return pairs;
}

/** Two collectors and two reporters on one target, as they come. */
class Players {
  readonly #drains: (Drain | undefined)[] = [];
  readonly #epochs = { a: 1, b: 1 };
  readonly #numbers = { a: 0, b: 0 };

  constructor(
    private readonly redis: BufferRedis,
    private readonly rig: BufferRig,
  ) {}

  async append({
    bridge,
    epoch,
    repeats,
    events,
    capped,
    streaks,
  }: typeof append extends fc.Arbitrary<infer T> ? T : never) {
    if (epoch > 0) {
      this.#epochs[bridge]++;
      this.#numbers[bridge] = 0;
    }
    const limits = { ...APPEND_LIMITS_DEFAULT, eventsMax: 30, dedupeIdsMax: 16 };
    const perSecondMax = new Map(
      capped
        ? ([
            ['comment', 3],
            ['like', 2],
          ] as const)
        : [],
    );
    const appender = new Appender(this.redis, this.rig.keys, { ...limits, perSecondMax });
    const number = repeats ? this.#numbers[bridge] : ++this.#numbers[bridge];
    await appender.append({
      target: TARGET,
      bridge,
      epoch: this.#epochs[bridge] + Math.min(0, epoch),
      number,
      entries: entriesOf(
        bridge,
        events.map(({ type, id }) => event(type, 't', id === 0 ? undefined : String(id))),
      ),
      dropped: new Map([['rate', 1]]),
      streaks: streaks.flat(),
    });
  }

  async begin(which: number): Promise<void> {
    this.#drains[which] = await Drain.begin(this.redis, this.rig.keys, TARGET, `${REPORT_QUEUE}-1`);
  }

  async settle({
    which,
    events,
    refused,
    delivered,
    old,
  }: typeof settle extends fc.Arbitrary<infer T> ? T : never) {
    const drain = this.#drains[which];
    if (drain === undefined) return;
    await drain.readAhead();
    const age = old ? Infinity : -Infinity;
    const expiredBefore = { paid: -Infinity, chat: -Infinity, ambient: age };
    const places = new Set(refused);
    const batch = drain.window.cut({ events, bytes: 1e9, expiredBefore }, places);
    if (batch.passed === 0) return;
    const words = batch.refused.map(() => WORDS);
    await drain.settle(batch, delivered, { failures: delivered ? 0 : 3 }, words);
  }

  async note(which: number, value: string): Promise<void> {
    await this.#drains[which]?.note({
      failing: value,
      delay: 'retry',
      held: value === '' ? '1' : '2',
      rank: undefined,
    });
    if (value === '') await this.#drains[which]?.release();
  }

  async removeLetters(count: number): Promise<void> {
    const letters = new DeadLetters(this.redis, this.rig.keys);
    const { letters: all } = await letters.page(TARGET);
    await letters.remove(TARGET, all.slice(0, count), 'dead_letter_discarded');
  }
}

const append = fc.record({
  bridge: fc.constantFrom(...BRIDGES),
  epoch: fc.constantFrom(0, 0, 0, 1, -1),
  repeats: fc.constantFrom(false, false, false, true),
  capped: fc.boolean(),
  streaks: fc.array(
    fc.tuple(fc.constantFrom('rose', 'heart'), fc.constantFrom('', '1@9', '7!@9')),
    { maxLength: 3 },
  ),
  events: fc.array(fc.record({ type: fc.constantFrom(...TYPES), id: fc.nat(20) }), {
    maxLength: 14,
  }),
});
const which = fc.nat(1);
const settle = fc.record({
  which,
  events: fc.integer({ min: 1, max: 20 }),
  refused: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
  delivered: fc.boolean(),
  old: fc.boolean(),
});

type Step = (players: Players) => Promise<void>;
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: append.map(
      (what): Step =>
        async (all) =>
          all.append(what),
    ),
  },
  {
    weight: 5,
    arbitrary: settle.map(
      (what): Step =>
        async (all) =>
          all.settle(what),
    ),
  },
  {
    weight: 2,
    arbitrary: which.map(
      (one): Step =>
        async (all) =>
          all.begin(one),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(which, fc.constantFrom('', 'reset')).map(
      ([one, value]): Step =>
        async (all) =>
          all.note(one, value),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(3).map(
      (count): Step =>
        async (all) =>
          all.removeLetters(count),
    ),
  },
);

describe('the model of the buffer that the simulation runs on', () => {
  it('answers every command as the scripts in Redis do, and leaves the same keys behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (taken) => {
        const rig = await BufferRig.open();
        try {
          const players = new Players(new Twin(rig).commands, rig);
          for (const take of taken) await take(players);
        } finally {
          rig.close();
        }
      }),
      { numRuns: 40 },
    );
  }, 180_000);
});
