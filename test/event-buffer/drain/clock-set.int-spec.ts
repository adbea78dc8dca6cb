import { ChunkBuilder, Drain, IdHasher, RedisTime } from '#event-buffer';
import { RedisServer } from '../../support/redis-server.js';
import { ShiftedClock } from '../../support/shifted-clock.js';
import { Stage } from '../../support/stage.js';
import { BufferRig, comments, limitsOf, TARGET } from '../support/buffer-rig.js';

describe('a drain', () => {
  it(
    'tells since when events wait that came after a clock of Redis was set back which had been ahead',
    Stage.of(async (stage) => {
      const clock = stage.opens(new ShiftedClock());
      const redis = stage.opens(await RedisServer.start({ environment: clock.environment }));
      const rig = await BufferRig.open(redis);
      stage.opens({ stop: async () => Promise.resolve(rig.close()) });
      clock.shift(8 * 3600);
      await rig.append(comments(1));
      clock.shift(0);
      const setBackAt = Date.now();
      await rig.reportAll(1);
      await rig.append(comments(2));

      const drain = await rig.drain();
      await drain.readAhead();
      const receipts = [...drain.window.cut(limitsOf(1000)).receipts()];
      const [state] = await rig.ledger.states([TARGET], []);
      for (const at of [receipts[0]![0], state!.oldestReceivedAt!]) {
        expect(at).toBeGreaterThanOrEqual(setBackAt);
        expect(at).toBeLessThanOrEqual(Date.now());
      }
    }),
  );

  it(
    "goes by the time of the append where a collector's clock is wrong, also some seconds behind Redis's clock itself",
    Stage.of(async (stage) => {
      const clock = stage.opens(new ShiftedClock());
      const redis = stage.opens(await RedisServer.start({ environment: clock.environment }));
      const rig = await BufferRig.open(redis);
      stage.opens({ stop: async () => Promise.resolve(rig.close()) });
      const begunAt = Date.now();
      const drain = await rig.drain();
      // Too little for the run to begin anew.
      clock.shift(9);
      const chunk = new ChunkBuilder('main', new IdHasher('salt', 'twitch'));
      chunk.add(comments(1)[0]!, begunAt - 600_000);
      await rig.append([], { entries: [chunk.take()] });
      await drain.readAhead();
      const [receipt] = drain.window.cut(limitsOf(1)).receipts();
      expect(receipt![0]).toBeGreaterThanOrEqual(begunAt);
    }),
  );

  it(
    "learns that Redis's clock was set since it began, and the next one goes by what it shows",
    Stage.of(async (stage) => {
      const clock = stage.opens(new ShiftedClock());
      const redis = stage.opens(await RedisServer.start({ environment: clock.environment }));
      const rig = await BufferRig.open(redis);
      stage.opens({ stop: async () => Promise.resolve(rig.close()) });
      const time = new RedisTime(rig.redis);
      const begin = async (): Promise<Drain> =>
        Drain.begin(rig.redis, rig.keys, TARGET, 'job-1', { time });
      for (const shift of [-3600, 3600]) {
        const drain = await begin();
        await time.look();
        expect(drain.isClockSet).toBe(false);
        clock.shift(shift);
        await time.look();
        expect(drain.isClockSet).toBe(true);
        const next = await begin();
        expect(next.isClockSet).toBe(false);
        await time.look();
        expect(next.isClockSet).toBe(false);
      }
    }),
  );
});
