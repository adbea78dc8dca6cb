import { Queue } from 'bullmq';
import { createHash } from 'node:crypto';
import { REPORT_QUEUE } from '#event-buffer';
import { queuePrefixes } from '../../../libs/event-buffer/src/queue/queue-shards.js';
import { settleEvents } from '../../../libs/event-buffer/src/scripts/drain/settle.lua.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { RedisLink } from '../../event-buffer/support/redis-link.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';
import { genericChat } from '../../support/generic-chat.js';

const SETTLE = createHash('sha1').update(settleEvents.lua).digest('hex');
const UNSETTLED = 'relay_events_unsettled_total';

describe('a report that one reporter could not settle and another has sent again', () => {
  it.concurrent(
    'is logged by the first once it has Redis again, even if it never gets a job again',
    Stage.of(async (stage) => {
      const redis = await RedisServer.shared();
      const link = await RedisLink.open(redis);
      stage.opens(Object.assign(link, { stop: async () => link.cut() }));
      const simulator = stage.opens(
        await new Simulator({ chatRate: 100, chatEventsMax: 1e6, validate: 'full' }).start(),
      );
      const { roomId } = simulator.rooms[0]!;
      const source = genericChat(simulator, 'a');
      const bridges = [{ name: 'a', source, target: { roomId } }];
      const prefix = uniquePrefix().replace(':', '-');
      const times = { sweepEveryMs: 1000 };
      const setup = { redis, simulator, bridges, prefix, times };
      const environment = { REDIS_URL: `redis://127.0.0.1:${link.port}` };
      const first = stage.opens(await startRelay({ ...setup, environment }));
      await eventually(() => simulator.state().accepted.events > 0, 'the first reports');
      const other = stage.opens(await startRelay(setup));
      let isCut = false;
      link.breakOn((question) => {
        if (isCut || !question.includes(SETTLE)) return undefined;
        isCut = true;
        // Until it is mended.
        return { lost: 'question', forMs: 600_000 };
      });
      await eventually(
        () => simulator.state().accepted.duplicates > 0,
        'the other has sent it, too',
      );
      await pauseJobs(redis, prefix);
      link.mend();
      await eventually(async () => (await first.metric(UNSETTLED)) > 0, 'the first has told');
      expect(first.logLines.some((line) => line.includes('"accepted_unsettled"'))).toBe(true);
      expect(await other.metric(UNSETTLED)).toBe(0);
    }),
  );
});

/** No job is begun any more, also none of a schedule; what has begun goes on. */
async function pauseJobs({ port }: RedisServer, prefix: string): Promise<void> {
  const [ofQueue] = queuePrefixes({ prefix });
  const queue = new Queue(REPORT_QUEUE, { connection: { port }, prefix: ofQueue! });
  await queue.pause();
  await queue.close();
}
