import { Simulator } from '../../../apps/simulator/src/index.js';
import { BufferKeys, connectBufferRedis, LEASE_TIMES_DEFAULT, LedgerReader } from '#event-buffer';
import { Secret } from '#secret';
import { pause } from '#timing';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import {
  startRelay,
  type RelayInProcess,
  type RelaySetup,
} from '../../support/relay-in-process.js';
import { genericChat } from '../../support/generic-chat.js';

const ROOMS = 3;
/**
 * Events a second and room: eight relays run side by side here, and are to keep up on a busy machine as well.
 */
const RATE = 40;
/** For how long Redis may be away, in ms: a lease that was about to be renewed lasts for longer. */
const AWAY_MS_MAX = 5000;
/** And longer than a command may take. By the clock, as events wait for Redis: a busy machine sends fewer. */
const SILENT_MS = 7000;
/** Leases that last however busy the machine is: what ends one here is a fault, and not the clock. */
const LASTING = { ...LEASE_TIMES_DEFAULT, livesMs: 180_000 };

type Sent = NonNullable<ReturnType<Simulator['state']>['chat'][string]>[number]['sent'];

/** Two relays of one installation, three chat rooms and a Redis that may go. */
class Outage {
  readonly ledger: LedgerReader;
  readonly #link: ReturnType<typeof connectBufferRedis>;
  readonly #keys: BufferKeys;

  private constructor(
    readonly redis: RedisServer,
    readonly simulator: Simulator,
    readonly relays: readonly RelayInProcess[],
    prefix: string,
  ) {
    this.#link = connectBufferRedis({ kind: 'url', url: new Secret(redis.url) }, () => {});
    this.#keys = new BufferKeys(prefix);
    this.ledger = new LedgerReader(this.#link, this.#keys);
  }

  static async with(
    options: { readonly rate: number; readonly relay?: Partial<RelaySetup> },
    use: (outage: Outage) => Promise<void>,
  ): Promise<void> {
    const redis = await RedisServer.start({ aof: true, settings: { maxmemory: '500mb' } });
    const simulator = await new Simulator({ rooms: ROOMS, chatRate: 0 }).start();
    const prefix = uniquePrefix().replace(':', '-');
    const bridges = simulator.rooms.map(({ roomId, jobId }, i) => ({
      name: `bridge-${i}`,
      source: genericChat(simulator, `room-${i}`),
      target: { roomId, jobId },
    }));
    const times = { lease: LASTING };
    // However long a busy machine takes, no event gets too old.
    const buffer = { maxAgeSeconds: { chat: 'never', ambient: 'never' } };
    const setup = { redis, simulator, bridges, prefix, times, buffer, ...options.relay };
    const relays: RelayInProcess[] = [];
    let outage: Outage | undefined;
    try {
      relays.push(await startRelay(setup), await startRelay(setup));
      outage = new Outage(redis, simulator, relays, prefix);
      await outage.shared();
      simulator.steerChat('generic', 'rate', { perSecond: options.rate });
      await outage.chatGoesOn(100);
      await use(outage);
    } finally {
      redis.resume();
      await Promise.all(relays.map(async (relay) => relay.stop()));
      outage?.end();
      await simulator.stop();
      await redis.stop();
    }
  }

  /**
   * Waits until both have their share, which they keep from then on: what connects anew is no planned hand-over. What
   * counts is what happens after this.
   */
  async shared(): Promise<void> {
    await eventually(async () => {
      const held = this.relays.map(async (relay) => relay.metric('relay_leases_held'));
      const connected = this.rooms.filter(({ connections }) => connections === 1);
      return Math.min(...(await Promise.all(held))) === 1 && connected.length === ROOMS;
    }, 'both relays have their share');
    await this.#settle();
    for (const { logLines } of this.relays) logLines.length = 0;
    this.connects = this.connectsSoFar;
  }

  /**
   * Writes that each bridge was handed over just now: none moves by choice for ten minutes then. The
   * weights of busy chats, measured on a busy machine, may differ enough for a hand-over.
   */
  async #settle(): Promise<void> {
    const [seconds] = await this.#link.time();
    const rows = this.simulator.rooms.map((_, i) => [`bridge-${i}`, `0:${Number(seconds) * 1000}`]);
    await this.#link.hset(this.#keys.fleet.placements, Object.fromEntries(rows));
  }

  /** How often sources had connected when both had their share. */
  connects = 0;

  get connectsSoFar(): number {
    return this.rooms.reduce((sum, { connects }) => sum + connects, 0);
  }

  end(): void {
    this.#link.disconnect();
  }

  get rooms() {
    return this.simulator.state().chat['generic'] ?? [];
  }

  get sent(): number {
    return this.rooms.reduce((sum, { sent }) => sum + sent.total, 0);
  }

  /** Waits until the chat rooms have sent so many events more. */
  async chatGoesOn(events: number): Promise<void> {
    const until = this.sent + events;
    await eventually(() => this.sent >= until, 'the chat goes on', 120_000);
  }

  async total() {
    const targets = await this.ledger.targets();
    const rows = (await Promise.all(targets.map(async (one) => this.ledger.rowsOf(one)))).flat();
    const dropped: Record<string, number> = {};
    const sums = { received: 0, reported: 0, waiting: 0, unaccounted: 0 };
    for (const row of rows) {
      sums.received += row.received;
      sums.reported += row.reported;
      sums.waiting += row.waiting;
      sums.unaccounted += Math.abs(row.unaccounted);
      for (const [reason, count] of Object.entries(row.dropped)) {
        dropped[reason] = (dropped[reason] ?? 0) + count;
      }
    }
    return { ...sums, dropped };
  }

  /** When each lease ends, by bridge and epoch. */
  async leases(): Promise<Map<string, number>> {
    const rows = Object.entries(await this.#link.hgetall(this.#keys.leases));
    return new Map(
      rows.map(([bridge, row]) => {
        const [epoch, endsAt] = row.split(':');
        return [`${bridge} ${epoch}`, Number(endsAt)];
      }),
    );
  }

  /** Whether a process has shed an event for this reason. */
  async sheds(reason: string): Promise<boolean> {
    const counts = this.relays.flatMap((relay) =>
      this.simulator.rooms.map(async (_, i) => {
        return relay.metric(`relay_events_dropped_total{bridge="bridge-${i}",reason="${reason}"}`);
      }),
    );
    return (await Promise.all(counts)).some((count) => count > 0);
  }

  /** Has the chat fall silent, and waits until every event that it sent has come to an end. */
  async drained(): Promise<Awaited<ReturnType<Outage['total']>>> {
    this.simulator.steerChat('generic', 'rate', { perSecond: 0 });
    await eventually(async () => {
      const total = await this.total().catch(() => undefined);
      return total?.waiting === 0 && total.received === this.sent;
    }, 'every event that was sent came to an end').catch(async (error: unknown) => {
      const total = JSON.stringify(await this.total());
      throw new Error(`${this.sent} were sent: ${total}`, { cause: error });
    });
    return this.total();
  }

  /** How much of each class was dropped for this reason, of what was sent. */
  async shed(reason: string): Promise<Record<'ambient' | 'chat' | 'paid', number>> {
    const { dropped } = await this.total();
    const sum = (of: (sent: Sent) => number): number =>
      this.rooms.reduce((all, { sent }) => all + of(sent), 0);
    const sent = {
      ambient: sum((one) => one.enter + one.like + one.viewers),
      chat: sum((one) => one.comment + one.follow),
      paid: sum((one) => one.gift),
    };
    const part = (name: keyof typeof sent): number =>
      (dropped[`${reason}_${name}`] ?? 0) / sent[name];
    return { ambient: part('ambient'), chat: part('chat'), paid: part('paid') };
  }
}

const DISTURBANCES = /"event":"(?:source_disconnected|lease_lost|bridge_moved)"/u;

/** What became of things while Redis was away, for the sources and for MetaStudio. */
function traces({ simulator, relays, connects, connectsSoFar }: Outage) {
  const { accepted, inFlightPerJobMax } = simulator.state();
  const { outOfOrder } = accepted;
  return {
    connects: connectsSoFar - connects,
    disturbances: relays.flatMap(({ logLines }, i) =>
      logLines.filter((line) => DISTURBANCES.test(line)).map((line) => `relay ${i}: ${line}`),
    ),
    outOfOrder,
    inFlightPerJobMax,
  };
}

/** No source lost its connection or was connected twice, and nothing was turned round. */
const UNDISTURBED = {
  connects: 0,
  disturbances: [],
  outOfOrder: 0,
  inFlightPerJobMax: 1,
};

async function expectNothingLost(outage: Outage): Promise<void> {
  const { unaccounted, dropped } = await outage.drained();
  expect(unaccounted).toBe(0);
  expect(Object.keys(dropped).filter((reason) => reason !== 'superseded')).toEqual([]);
  expect(traces(outage)).toEqual(UNDISTURBED);
}

describe('a lease', () => {
  it('outlasts Redis that is away for five seconds, though it was about to be renewed', () => {
    const { livesMs, renewEveryMs } = LEASE_TIMES_DEFAULT;
    expect(livesMs - renewEveryMs).toBeGreaterThan(AWAY_MS_MAX);
  });
});

// Side by side: each has a Redis of its own, and they mostly wait for it.
describe('with Redis', () => {
  it.concurrent(
    'away for five seconds after a crash, sources stay connected and no event is lost',
    async () => {
      await Outage.with({ rate: RATE }, async (outage) => {
        await outage.redis.kill();
        await pause(AWAY_MS_MAX);
        await outage.redis.restart();
        await expectNothingLost(outage);
      });
    },
    180_000,
  );

  it.concurrent(
    'silent for longer than a command may take, sources stay connected and no event is lost',
    async () => {
      await Outage.with({ rate: RATE }, async (outage) => {
        outage.redis.suspend();
        await pause(SILENT_MS);
        outage.redis.resume();
        await expectNothingLost(outage);
      });
    },
    180_000,
  );

  it.concurrent(
    'away for longer than memory lasts, the least important events are shed first, and counted',
    async () => {
      await Outage.with({ rate: 3 * RATE, relay: { spillBytesMax: 300_000 } }, async (outage) => {
        await outage.redis.kill();
        await eventually(async () => outage.sheds('spill_chat'), 'comments are shed, too');
        await outage.redis.restart();
        const { unaccounted } = await outage.drained();
        expect(unaccounted).toBe(0);
        const { ambient, chat, paid } = await outage.shed('spill');
        expect(ambient).toBeGreaterThan(chat);
        expect(chat).toBeGreaterThan(paid);
        expect(traces(outage)).toEqual(UNDISTURBED);
      });
    },
    180_000,
  );

  it.concurrent(
    'full under load, sources stay connected, waiting events are reported, and appends go on once there is room',
    async () => {
      await Outage.with({ rate: RATE }, async (outage) => {
        const [relay] = outage.relays;
        const { redis } = relay!.relay;
        const used = Number(/used_memory:(\d+)/u.exec(await redis.info('memory'))![1]);
        await redis.config('SET', 'maxmemory', String(Math.round(used * 0.9)));
        await eventually(
          () => relay!.logLines.some((line) => line.includes('"append_failed"')),
          'Redis takes nothing any more',
        );
        const probe = relay!.relay.probes()[0]!;
        expect(await probe.check()).toEqual({
          ok: false,
          why: expect.stringMatching(/^Redis is full \(maxmemory\)\./u),
        });
        const before = await outage.leases();
        await pause(AWAY_MS_MAX);
        await eventually(async () => {
          const leases = [...(await outage.leases())];
          return leases.every(([id, endsAt]) => endsAt > (before.get(id) ?? Infinity));
        }, 'each lease is renewed all the same');
        await redis.config('SET', 'maxmemory', '500mb');
        const { unaccounted, dropped } = await outage.drained();
        expect(unaccounted).toBe(0);
        expect(Object.keys(dropped).filter((reason) => !ALLOWED.test(reason))).toEqual([]);
        expect(traces(outage)).toEqual(UNDISTURBED);
      });
    },
    180_000,
  );
});

const ALLOWED = /^superseded$|^shed_memory_(?:ambient|chat)$/u;
