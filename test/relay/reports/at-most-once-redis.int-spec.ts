import { createHash } from 'node:crypto';
import { noteDrain } from '../../../libs/event-buffer/src/scripts/drain/drain.lua.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';
import { RedisLink, type LinkFault } from '../../event-buffer/support/redis-link.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';

const NOTE = createHash('sha1').update(noteDrain.lua).digest('hex');

/** Breaks the connections each third time that it is noted what may have been sent. */
function breakAtMarks(link: RedisLink): () => number {
  let marks = 0;
  let broken = 0;
  link.breakOn((question): LinkFault | undefined => {
    if (!question.includes(NOTE) || !question.includes('inFlight')) return undefined;
    if (++marks % 3 !== 0) return undefined;
    return { lost: broken++ % 2 === 0 ? 'question' : 'answer', forMs: 300 };
  });
  return () => broken;
}

describe('at most once, where Redis is cut off', () => {
  it(
    'drops nothing of a report that was not sent, or that MetaStudio surely refused',
    Stage.of(async (stage) => {
      const link = await RedisLink.open(await RedisServer.shared());
      stage.opens(Object.assign(link, { stop: async () => link.cut() }));
      const options = {
        bridges: { once: { delivery: 'at-most-once' } },
        environment: { REDIS_URL: `redis://127.0.0.1:${link.port}` },
        simulator: { chatRate: 100, chatEventsMax: 1e6 },
      };
      await RelayRig.with(options, async (rig) => {
        const broken = breakAtMarks(link);
        const refusing = setInterval(() => rig.simulator.fault({ status: 503, requests: 1 }), 200);
        try {
          await eventually(() => broken() >= 4, 'marks were cut off');
        } finally {
          clearInterval(refusing);
        }
        link.breakOn(() => undefined);
        await rig.quiet();
        await eventually(async () => (await rig.ledger()).waiting === 0, 'all is reported');
        await expectOnceAndInOrder(rig);
      });
    }),
  );
});
