import { Simulator } from '../../apps/simulator/src/index.js';
import { projectOf, startRoomRelay } from '../rooms/support/room-relay.js';
import { eventually } from '../support/eventually.js';
import { tellRedis } from '../support/redis-command.js';
import { RedisServer } from '../support/redis-server.js';

const ROOM = 'room-1';

/** Begins the next run while Redis takes no writes, until the relay has failed to note it. */
async function startRefused(redis: RedisServer, start: () => string): Promise<string> {
  const refused = async () => {
    const told = String(await tellRedis(redis, 'info', 'commandstats'));
    return /cmdstat_hset:.*rejected_calls=[1-9]/u.test(told);
  };
  await tellRedis(redis, 'config', 'set', 'min-replicas-to-write', '1');
  const job = start();
  await eventually(refused, 'the run cannot be noted');
  await tellRedis(redis, 'config', 'set', 'min-replicas-to-write', '0');
  return job;
}

describe('a viewer who enters', () => {
  it.each([
    ['', async (_: RedisServer, start: () => string) => start()],
    [', though Redis took no writes as that began', startRefused],
  ])(
    'is greeted once in each run of the room, also where nothing else comes in the next%s',
    async (_, begin) => {
      const redis = await RedisServer.start();
      const rooms = [{ roomId: ROOM, jobId: 'run-0' }];
      const simulator = await new Simulator({ rooms, keep: 'all' }).start();
      const choose = { entries: { n: 10, everySeconds: 0.5 } };
      const relay = await startRoomRelay(redis, {
        metastudio: projectOf(simulator),
        buffer: { minIntervalMs: 0 },
        bridges: [
          {
            name: 'shop',
            source: { type: 'push', token: 'push-token-1' },
            target: { roomId: ROOM, choose },
          },
        ],
      });
      const { pushes, ledger } = relay.relay;
      const greetedIn = (run: string) =>
        simulator.state().jobs.find((one) => one.jobId === run)?.events;
      const droppedAsGreeted = async () => {
        const [row] = await ledger.rowsOf(`default/${ROOM}`);
        return row?.dropped['greeted'] ?? 0;
      };
      const enters = () => {
        const entry = { type: 'enter', user: { id: 'ann', name: 'Ann' } };
        pushes!.bridges.get('shop')!.feed.push(JSON.stringify(entry), true);
      };
      try {
        enters();
        await eventually(() => greetedIn('run-0') === 1, 'she is greeted');
        enters();
        await eventually(async () => (await droppedAsGreeted()) === 1, 'she is not greeted again');
        simulator.stopRoom(ROOM);
        const next = await begin(redis, () => simulator.startRoom(ROOM));
        await eventually(() => {
          enters();
          return (greetedIn(next) ?? 0) > 0;
        }, 'she is greeted in the next run');
        const dropped = await droppedAsGreeted();
        enters();
        await eventually(async () => (await droppedAsGreeted()) > dropped, 'and once in that');
        expect([greetedIn('run-0'), greetedIn(next)]).toEqual([1, 1]);
      } finally {
        await relay.stop();
        await simulator.stop();
        await redis.stop();
      }
    },
  );
});
