import { once } from 'node:events';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { ReportTurns } from '../../../apps/relay/src/reporter/turns/report-turns.js';
import { BufferKeys, connectBufferRedis, ReportRate, type BufferRedis } from '#event-buffer';
import { RedisLink } from '../../event-buffer/support/redis-link.js';
import { eventually } from '../../support/eventually.js';
import { genericChat } from '../../support/generic-chat.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const LIMIT = 10;
const ROOMS = 2 * LIMIT;
/** From here to Redis, or back, in ms. */
const WAY_MS = 150;
const PERIOD_MS = 1050;
/** A Redis that has answered once within this time is near, in ms. */
const NEAR_MS = 20;

/** How long after the turn {@link LIMIT} before it each turn is, in ms; never less than the period. */
function spansOf(moments: readonly number[]): number[] {
  return moments.slice(LIMIT).map((at, i) => at - moments[i]!);
}

/** The most turns in a row of which each is given for the very moment at which it is free. */
function mostInARow(moments: readonly number[]): number {
  let row = 0;
  return Math.max(...spansOf(moments).map((span) => (row = span === PERIOD_MS ? row + 1 : 0)));
}

/** Waits until many turns were given, and so many in a row that none is lost of a whole period. */
async function whenUsedUp(redis: BufferRedis, keys: BufferKeys): Promise<readonly number[]> {
  return eventually(async () => {
    const list = await redis.lrange(keys.spent('default'), 0, -1);
    const moments = list.map(Number).toReversed();
    return list.length > 6 * LIMIT && mostInARow(moments) >= LIMIT && moments;
  }, 'the limit is used up');
}

async function linked(stage: Stage) {
  const link = await RedisLink.open(await RedisServer.shared());
  stage.opens({ stop: async () => link.cut() });
  const redis = connectBufferRedis(link.address, () => {});
  stage.opens({ stop: async () => redis.disconnect() });
  await once(redis, 'ready');
  return { link, redis };
}

async function far(stage: Stage, wayMs: number): Promise<BufferRedis> {
  const { link, redis } = await linked(stage);
  link.wayMs = wayMs;
  return redis;
}

/** Targets that have always something to report. @returns the ranks of those that had turns. */
function keepWaiting(
  stage: Stage,
  redis: BufferRedis,
  keys: BufferKeys,
  ranks: number[],
  pauseMs = 0,
) {
  const rate = new ReportRate(redis, keys, 'default', LIMIT);
  const turns = new ReportTurns({ rate, failed: () => {} });
  const had: number[] = [];
  let isOver = false;
  stage.opens({ stop: async () => void (isOver = true) });
  const wait = (rank: number): void => {
    if (isOver) return;
    turns.wait({ rank, since: Date.now(), overdueInMs: Infinity }, (at) => {
      had.push(rank);
      setTimeout(() => wait(rank), at + pauseMs - performance.now());
    });
  };
  ranks.forEach(wait);
  return had;
}

describe('the limit on reports, where Redis is far', () => {
  it(
    'is used by processes near and far together, and none of its moments is given twice',
    Stage.of(async (stage) => {
      const keys = new BufferKeys(uniquePrefix());
      const [near, further] = [await far(stage, 0), await far(stage, WAY_MS)];
      const chats = Array.from({ length: 2 * LIMIT }, () => 1);
      const had = [keepWaiting(stage, near, keys, chats), keepWaiting(stage, further, keys, chats)];
      const moments = await whenUsedUp(near, keys);
      expect(Math.min(...spansOf(moments))).toBeGreaterThanOrEqual(PERIOD_MS);
      expect(had.map(({ length }) => length > LIMIT)).toEqual([true, true]);
    }),
  );

  it(
    'is used where the little that matters more is in a process that is near, and the rest in one that is far',
    Stage.of(async (stage) => {
      const keys = new BufferKeys(uniquePrefix());
      const [near, further] = [await far(stage, 0), await far(stage, WAY_MS)];
      keepWaiting(stage, further, keys, Array<number>(5 * LIMIT).fill(0));
      const had = keepWaiting(stage, near, keys, [1, 1, 1], 500);
      await whenUsedUp(near, keys);
      expect(had.length).toBeGreaterThanOrEqual(6);
    }),
  );

  it(
    'gives turns to what matters most, whichever of the processes is far',
    Stage.of(async (stage) => {
      for (const ways of [
        [0, WAY_MS],
        [WAY_MS, 0],
      ] as const) {
        const keys = new BufferKeys(uniquePrefix());
        const [paid, ambient] = [await far(stage, ways[0]), await far(stage, ways[1])];
        const gifts = Array.from({ length: 2 * LIMIT }, () => 2);
        const hadPaid = keepWaiting(stage, paid, keys, gifts);
        await eventually(() => hadPaid.length > LIMIT, 'the limit binds');
        const hadAmbient = keepWaiting(stage, ambient, keys, [0, 0]);
        const before = hadPaid.length;
        await eventually(() => hadPaid.length > before + 3 * LIMIT, 'gifts have turns');
        // A busy machine may be so late that nobody waits for it.
        expect(hadAmbient.length).toBeLessThan(LIMIT);
      }
    }),
  );

  it(
    'loses a turn whose answer was held up, since others have its moment by then',
    Stage.of(async (stage) => {
      const { link, redis } = await linked(stage);
      const rate = new ReportRate(redis, new BufferKeys(uniquePrefix()), 'default', 1000);
      const given = async (): Promise<number> => (await rate.takeNext([2], 0)).moments.length;
      // A first answer that a busy machine holds up has Redis taken for far.
      await eventually(async () => {
        const askedAt = performance.now();
        return (await given()) === 1 && performance.now() - askedAt < NEAR_MS;
      }, 'Redis is near');
      link.wayMs = 2 * WAY_MS;
      expect(await given()).toBe(0);
      expect((await rate.takeNow(2)).moments).toEqual([]);
      expect(await rate.spend()).toBeGreaterThan(0);
      // Each answer takes as long from then on: that is how far Redis is.
      await eventually(async () => (await given()) === 1, 'Redis is far');
    }),
  );

  it(
    'takes no turn before its moment, where an answer comes sooner than those before it',
    Stage.of(async (stage) => {
      const { link, redis } = await linked(stage);
      const rate = new ReportRate(redis, new BufferKeys(uniquePrefix()), 'default', 1000);
      link.wayMs = WAY_MS;
      const given = async (): Promise<boolean> => (await rate.takeNext([2], 0)).moments.length > 0;
      await eventually(given, 'it is known how far Redis is');
      link.wayMs = 0;
      await eventually(async () => {
        const [moment] = (await rate.takeNow(2)).moments;
        // A turn is lost where a busy machine holds up its answer.
        if (moment === undefined) return false;
        // Timers may be a little early.
        expect(performance.now()).toBeGreaterThan(moment.at - 2);
        return true;
      }, 'a turn comes');
    }),
  );

  it(
    'gives turns also where each answer takes longer than a second',
    Stage.of(async (stage) => {
      const redis = await far(stage, 700);
      const rate = new ReportRate(redis, new BufferKeys(uniquePrefix()), 'default', 1000);
      const given = async (): Promise<boolean> => (await rate.takeNext([2], 0)).moments.length > 0;
      await eventually(given, 'a turn comes', 30_000);
    }),
  );

  it(
    'reports go on, in order, though each batch is read after its turn was given',
    Stage.of(async (stage) => {
      const simulator = await new Simulator({ rooms: ROOMS, chatRate: 2 }).start();
      stage.opens(simulator);
      const link = await RedisLink.open(await RedisServer.shared());
      stage.opens({ stop: async () => link.cut() });
      stage.opens(
        await startRelay({
          redis: await RedisServer.shared(),
          environment: { REDIS_URL: link.url },
          simulator,
          metastudio: { reportsPerSecond: LIMIT },
          bridges: simulator.rooms.map(({ roomId, jobId }, i) => ({
            name: `bridge-${i}`,
            source: genericChat(simulator, `room-${i}`),
            target: { roomId, jobId },
          })),
        }),
      );
      const reported = (): number => simulator.state().jobs.length;
      await eventually(() => reported() === ROOMS, 'reports are sent');
      link.wayMs = WAY_MS;
      const before = simulator.state().accepted.reports;
      const isGoingOn = (): boolean => simulator.state().accepted.reports > before + 2 * ROOMS;
      await eventually(isGoingOn, 'reports go on');
      link.wayMs = 0;
      expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
    }),
  );
});
