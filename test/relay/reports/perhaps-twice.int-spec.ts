import { Queue } from 'bullmq';
import { createHash } from 'node:crypto';
import { REPORT_QUEUE } from '#event-buffer';
import { queuePrefixes } from '../../../libs/event-buffer/src/queue/queue-shards.js';
import { lossAge } from '../../../libs/event-buffer/src/scripts/loss.lua.js';
import { settleEvents } from '../../../libs/event-buffer/src/scripts/drain/settle.lua.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { RedisLink, type LinkFault } from '../../event-buffer/support/redis-link.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';
import { genericChat } from '../../support/generic-chat.js';

const SETTLE = createHash('sha1').update(settleEvents.lua).digest('hex');
const LOSS = createHash('sha1').update(lossAge.lua).digest('hex');
/** How far a target is, and its last reports. */
const HEAD = /hmget\r\n\$\d+\r\n\S+\r\n\$6\r\ncursor\r\n\$7\r\nreports\r\n/iu;
const UNSETTLED = 'relay_events_unsettled_total';

describe('a report of which one reporter does not know whether it is settled', () => {
  it.concurrent(
    'is logged by that reporter once it has Redis again, if another has sent it again',
    Stage.of(async (stage) => {
      const { first, other, link } = await sentByOther(stage);
      link.mend();
      await eventually(async () => (await first.metric(UNSETTLED)) > 0, 'the first has told');
      expect(first.logLines.some((line) => line.includes('"accepted_unsettled"'))).toBe(true);
      expect(await other.metric(UNSETTLED)).toBe(0);
    }),
  );

  it.concurrent(
    'is logged though Redis goes once more as it is asked whether it has lost anything',
    Stage.of(async (stage) => {
      const { first, link } = await sentByOther(stage);
      let [hasLooked, isBroken] = [false, false];
      link.breakOn((question) => {
        hasLooked ||= HEAD.test(question.toString('latin1'));
        if (!hasLooked || isBroken || !question.includes(LOSS)) return undefined;
        isBroken = true;
        return { lost: 'question', forMs: 100 };
      });
      link.mend();
      await eventually(async () => (await first.metric(UNSETTLED)) > 0, 'the first has told');
      expect(isBroken).toBe(true);
    }),
  );

  it.concurrent(
    'is counted as reported once by that one if it was settled, though another has gone on since',
    Stage.of(async (stage) => {
      const { first, other, simulator, link, pauseAll } = await cutAtSettling(stage, 'answer');
      simulator.steerChat('generic', 'rate', { perSecond: 0 });
      const connected = 'relay_source_connected{bridge="a"}';
      await eventually(async () => (await other.metric(connected)) === 1, 'the other has the chat');
      const before = await reportedBy(other);
      simulator.steerChat('generic', 'rate', { perSecond: 100 });
      await eventually(async () => (await reportedBy(other)) > before, 'the other has gone on');
      simulator.steerChat('generic', 'rate', { perSecond: 0 });
      await pauseAll();
      link.mend();
      await eventually(async () => {
        const all = (await reportedBy(first)) + (await reportedBy(other));
        return all === simulator.state().accepted.events;
      }, 'all that was accepted is counted');
      expect(await first.metric(UNSETTLED)).toBe(0);
      expect(simulator.state().accepted.duplicates).toBe(0);
    }),
  );
});

/** Two relays for one room. The first loses Redis as it settles a report, until its link is mended. */
async function cutAtSettling(stage: Stage, lost: LinkFault['lost']) {
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
    return { lost, forMs: 600_000 };
  });
  await eventually(() => isCut, 'the first is cut off');
  return { first, other, simulator, link, pauseAll: async () => pauseJobs(redis, prefix) };
}

/** What the first has sent, and cannot settle, the other has sent again and settled; no job is begun any more. */
async function sentByOther(stage: Stage) {
  const cut = await cutAtSettling(stage, 'question');
  const { other, simulator, pauseAll } = cut;
  await eventually(
    async () => simulator.state().accepted.duplicates > 0 && (await reportedBy(other)) > 0,
    'the other has sent it, too, and settled it',
  );
  // What became of it is told even if the first never gets a job again.
  await pauseAll();
  return cut;
}

/** How many events a relay counts as reported. */
async function reportedBy({ metrics }: RelayInProcess): Promise<number> {
  const text = String((await metrics.text()).body);
  const counts = text.matchAll(/^relay_events_reported_total\{.*\} (\d+)$/gmu);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** No job is begun any more, also none of a schedule; what has begun goes on. */
async function pauseJobs({ port }: RedisServer, prefix: string): Promise<void> {
  const [ofQueue] = queuePrefixes({ prefix });
  const queue = new Queue(REPORT_QUEUE, { connection: { port }, prefix: ofQueue! });
  await queue.pause();
  await queue.close();
}
