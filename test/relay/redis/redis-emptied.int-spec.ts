import { LossMark } from '#event-buffer';
import { redisMetrics } from '../../../apps/relay/src/telemetry/redis-metrics.collector.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { tellRedis } from '../../support/redis-command.js';
import { RedisServer } from '../../support/redis-server.js';
import {
  startRelay,
  type RelayInProcess,
  type RelaySetup,
} from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';
import { genericChat } from '../../support/generic-chat.js';

const ROOMS = 20;

/** Some quiet rooms that one relay carries to their jobs. */
class Rooms {
  private constructor(
    readonly redis: RedisServer,
    readonly simulator: Simulator,
    readonly relay: RelayInProcess,
  ) {}

  static async on(
    stage: Stage,
    rooms: number,
    more: Pick<RelaySetup, 'metastudio' | 'times'> = {},
  ): Promise<Rooms> {
    const redis = stage.opens(await RedisServer.start());
    const simulator = stage.opens(await new Simulator({ rooms, chatRate: 4 }).start());
    const bridges = simulator.rooms.map(({ roomId, jobId }, i) => ({
      name: `bridge-${i}`,
      source: genericChat(simulator, `room-${i}`),
      target: { roomId, jobId },
    }));
    const relay = stage.opens(await startRelay({ redis, simulator, bridges, ...more }));
    const all = new Rooms(redis, simulator, relay);
    await all.goOn('at first');
    return all;
  }

  #reports(): Map<string, number> {
    const { jobs } = this.simulator.state();
    return new Map(jobs.map(({ jobId, reports }) => [jobId, reports]));
  }

  /** Every room's events are reported again and again from now on, but for so many. */
  async goOn(when: string, stuckMax = 0): Promise<void> {
    const before = this.#reports();
    const stuck = (): string[] => {
      const now = this.#reports();
      return this.simulator.rooms
        .map(({ jobId }) => jobId!)
        .filter((job) => (now.get(job) ?? 0) < (before.get(job) ?? 0) + 2);
    };
    await eventually(() => stuck().length <= stuckMax, `all go on ${when}`, 60_000).catch(
      (error) => {
        throw new Error(`${stuck().length} are stuck`, { cause: error });
      },
    );
  }

  async tell(command: string, ...args: string[]): Promise<unknown> {
    return tellRedis(this.redis, command, ...args);
  }

  async cutConnections(): Promise<void> {
    for (const type of ['normal', 'pubsub']) await this.tell('CLIENT', 'KILL', 'TYPE', type);
  }

  /** What is kept under keys of this form. */
  async keys(form: string): Promise<string[]> {
    return (await this.tell('KEYS', form)) as string[];
  }
}

/** What the log and the metrics tell of a loss of all that Redis held. */
async function lossIsTold(rooms: Rooms) {
  const { relay, metrics, logLines } = rooms.relay;
  await redisMetrics(relay.redis, new LossMark(relay.redis, relay.keys), metrics).collect();
  return {
    metric: await rooms.relay.metric('relay_redis_lost_data_timestamp_seconds'),
    lines: logLines.filter((line) => line.includes('"redis_lost_data"')).length,
  };
}

// Side by side: each has a Redis of its own, and they mostly wait.
describe("a Redis that loses the relay's keys", () => {
  it.concurrent(
    'FLUSHALL: every target goes on while the relay runs, also after lost connections',
    Stage.of(async (stage) => {
      const rooms = await Rooms.on(stage, ROOMS);
      const { relay } = rooms.relay;
      const salt = await rooms.tell('GET', relay.keys.salt);
      expect(await lossIsTold(rooms)).toEqual({ metric: 0, lines: 0 });
      const before = Date.now() / 1000;
      await rooms.tell('FLUSHALL');
      await rooms.goOn('after it was emptied');
      await eventually(async () => (await lossIsTold(rooms)).lines > 0, 'the loss is told');
      const told = await lossIsTold(rooms);
      expect(told.lines).toBe(1);
      expect(told.metric).toBeGreaterThan(before - 1);
      for (let i = 0; i < 5; i++) {
        await rooms.cutConnections();
        await new Promise((resolve) => setTimeout(resolve, 100 * i));
      }
      await rooms.goOn('after connections were cut');
      const isWhole = async (): Promise<boolean> => {
        const [kept, targets, processes] = await Promise.all([
          rooms.tell('GET', relay.keys.salt),
          relay.ledger.targets(),
          relay.ledger.processes(),
        ]);
        const scheduled = await rooms.keys('*:repeat');
        const counts = [targets.length, processes.length, scheduled.length];
        return kept === salt && counts.join() === `${ROOMS},1,1`;
      };
      await eventually(isWhole, 'Redis has it all again');
      for (const probe of relay.probes()) expect(await probe.check()).toEqual({ ok: true });
    }),
    180_000,
  );

  it.concurrent(
    'FLUSHALL: a reporter goes on with the target that it had, without waiting for its earlier lock',
    Stage.of(async (stage) => {
      // Locks that live for longer than the test waits.
      const lock = { lockMs: 120_000, marginMs: 1000, renewEveryMs: 500 };
      const rooms = await Rooms.on(stage, ROOMS, { times: { lock } });
      await rooms.tell('FLUSHALL');
      // Of those with a report under way just then, nobody knows when it is over.
      await rooms.goOn('after it was emptied', ROOMS / 2);
    }),
    180_000,
  );

  it.concurrent.each([
    ['without a limit', 0],
    ['under a limit', 40],
  ])('goes on without any of the keys of the queue, %s', (_, reportsPerSecond) =>
    Stage.of(async (stage) => {
      const rooms = await Rooms.on(stage, 4, { metastudio: { reportsPerSecond } });
      const lost = ['wait', 'active', 'delayed', 'marker', 'meta', 'repeat', 'stalled', 'id'];
      for (const form of [...lost, 'de:*', '[0-9]*', '[0-9]*:lock']) {
        const keys = await rooms.keys(`*live-event-reports:${form}`);
        if (keys.length > 0) await rooms.tell('DEL', ...keys);
      }
      await rooms.goOn('without what was lost');
    })(),
  );
});
