import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { tellRedis } from '../../support/redis-command.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';
import { genericChat } from '../../support/generic-chat.js';

const EMPTIED = 6;
const ROOMS = 4;
/**
 * Shorter than in earnest, so that what waits for its end does not wait long; and so long that a busy
 * machine, which runs all of it in this process, does not hold up a report until its lock has ended:
 * another reporter then sends the same events, as it should.
 */
const LOCK = { lockMs: 8000, marginMs: 1000, renewEveryMs: 500 };

/** How many events each job has got. */
function eventsOf(simulator: Simulator): ReadonlyMap<string, number> {
  return new Map(simulator.state().jobs.map(({ jobId, events }) => [jobId, events]));
}

describe('a Redis that is emptied under load', () => {
  it(
    'loses its waiting events, and causes no report twice or out of order, with two reporters',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const simulator = stage.opens(await new Simulator({ rooms: ROOMS, chatRate: 100 }).start());
      const bridges = simulator.rooms.map(({ roomId, jobId }, i) => ({
        name: `bridge-${i}`,
        source: genericChat(simulator, `room-${i}`),
        target: { roomId, jobId },
      }));
      const buffer = { minIntervalMs: 50 };
      const times = { lock: LOCK, sweepEveryMs: 500 };
      const setup = { redis, simulator, bridges, buffer, times, prefix: 'emptied' };
      const relays = [await startRelay(setup), await startRelay(setup)];
      for (const relay of relays) stage.opens(relay);
      // Long enough for another reporter to be given the target meanwhile.
      simulator.fault({ latencyMs: 300 });
      const goOn = async (): Promise<void> => {
        const before = eventsOf(simulator);
        const isOn = (): boolean => {
          const now = eventsOf(simulator);
          return simulator.rooms.every(
            ({ jobId }) => (now.get(jobId!) ?? 0) > (before.get(jobId!) ?? 0) + 60,
          );
        };
        await eventually(isOn, 'every target goes on', 60_000);
      };
      await goOn();
      for (let i = 0; i < EMPTIED; i++) {
        await tellRedis(redis, 'FLUSHALL');
        await goOn();
      }
      expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
      // Nothing is said to have been sent twice.
      for (const relay of relays)
        expect(await relay.metric('relay_events_unsettled_total')).toBe(0);
    }),
    600_000,
  );
});
