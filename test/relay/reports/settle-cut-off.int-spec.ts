import { createHash } from 'node:crypto';
import { settleEvents } from '../../../libs/event-buffer/src/scripts/drain/settle.lua.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';
import { RedisLink, type LinkFault } from '../../event-buffer/support/redis-link.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';

const SETTLE = createHash('sha1').update(settleEvents.lua).digest('hex');

async function linkTo(stage: Stage): Promise<RedisLink> {
  const link = await RedisLink.open(await RedisServer.shared());
  return stage.opens(Object.assign(link, { stop: async () => link.cut() }));
}

async function throughLink(link: RedisLink, use: (rig: RelayRig) => Promise<void>): Promise<void> {
  const environment = { REDIS_URL: `redis://127.0.0.1:${link.port}` };
  // Most of the time an answer of MetaStudio is under way.
  const simulator = { chatRate: 400, chatEventsMax: 1e6, latencyMs: 60 };
  await RelayRig.with({ environment, simulator }, use);
}

/** Ends the chat, and waits for what it said. */
async function expectAllOnce(rig: RelayRig): Promise<void> {
  await rig.quiet();
  await eventually(async () => (await rig.ledger()).waiting === 0, 'all is reported');
  await expectOnceAndInOrder(rig);
}

/** Breaks the connections at some settlings, in turn as they are asked and as they are answered. */
function breakAtSettling(link: RedisLink, forMs: number): () => number {
  let settlings = 0;
  let broken = 0;
  link.breakOn((question): LinkFault | undefined => {
    if (!question.includes(SETTLE) || ++settlings % 2 !== 0) return undefined;
    return { lost: broken++ % 2 === 0 ? 'question' : 'answer', forMs };
  });
  return () => broken;
}

describe('a report that MetaStudio accepted is sent once', () => {
  it.concurrent(
    'where Redis is cut off for half a second during the settle',
    Stage.of(async (stage) => {
      const link = await linkTo(stage);
      await throughLink(link, async (rig) => {
        const broken = breakAtSettling(link, 500);
        await eventually(() => broken() >= 4, 'settlings were cut off');
        link.breakOn(() => undefined);
        await expectAllOnce(rig);
        expect(await rig.relay.metric('relay_events_unsettled_total')).toBe(0);
      });
    }),
  );

  it.concurrent(
    'where all connections to Redis end again and again',
    Stage.of(async (stage) => {
      const link = await linkTo(stage);
      await throughLink(link, async (rig) => {
        const storm = setInterval(() => link.breakFor(60), 180);
        try {
          await eventually(() => rig.sent.total >= 1200, 'the chat goes on');
        } finally {
          clearInterval(storm);
        }
        await expectAllOnce(rig);
      });
    }),
  );
});
