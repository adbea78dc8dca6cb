import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { TalkingRoom } from '../support/talking-room.js';

const EVENTS = 400;
const EVERY_MS = 2;

describe('lingerMs', () => {
  it('events gather while the pace holds their report: fewer appends, nothing lost, also by a stop', async () => {
    const room = await TalkingRoom.listen();
    const simulator = await new Simulator({ validate: 'full', keep: 'all' }).start();
    const { roomId, jobId } = simulator.rooms[0]!;
    const prefix = uniquePrefix().replace(':', '-');
    const redis = await RedisServer.shared();
    const start = async (): Promise<RelayInProcess> =>
      startRelay({
        redis,
        simulator,
        prefix,
        bridges: [
          {
            name: 'room',
            source: room.source,
            target: { roomId, jobId },
          },
        ],
        buffer: { minIntervalMs: 500, lingerMs: 500 },
      });
    const texts = (): string[] =>
      simulator.events().map(({ content }) => {
        return (JSON.parse(String(content)) as { content: string }).content;
      });
    let relay = await start();
    try {
      await eventually(() => room.isHeard, 'the source is connected');
      await room.sayMany(EVENTS, EVERY_MS);
      await eventually(() => texts().length === EVENTS, 'all are reported');
      const [target] = await relay.relay.ledger.targets();
      const key = relay.relay.keys.of(target!).target;
      const appends = Number(await relay.relay.redis.hget(key, 'append:room'));
      expect(appends).toBeGreaterThan(0);
      // Those that gather nothing are some thirty a report.
      expect(appends).toBeLessThan(10 * simulator.state().accepted.reports);
      await room.sayMany(5, EVERY_MS);
      await relay.stop();
      relay = await start();
      await eventually(() => texts().length >= EVENTS + 5, 'what had gathered is reported');
      const said = Array.from({ length: EVENTS + 5 }, (_, i) => `number ${i + 1}`);
      expect(texts()).toEqual(said);
    } finally {
      await relay.stop();
      await simulator.stop();
      room.close();
    }
  });
});
