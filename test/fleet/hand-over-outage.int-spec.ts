import { pause } from '#timing';
import {
  answerOffer,
  giveBridge,
  readOffers,
} from '../../libs/event-buffer/src/scripts/fleet/fleet.lua.js';
import { eventually } from '../support/eventually.js';
import { tellRedis } from '../support/redis-command.js';
import { asked, expectOnce, withMove, type Moving } from './moving-room.js';

/** How often somebody writes, in ms. */
const TALK_EVERY_MS = 5;
/**
 * For how long Redis is away, in ms: longer than a closed source waits for it, than a command may take, and than a
 * lease lives. By the clock: on a busy machine a number of comments may take longer than an event waits for Redis.
 */
const AWAY_MS = { killed: 3000, suspended: 8500, full: 7000 };
type Outage = keyof typeof AWAY_MS;

/** What tells that a step of the hand-over has come; the outage begins then. */
type Step = (moving: Moving) => Promise<void>;

const STEPS: Record<string, Step> = {
  'is being got ready for': async ({ taker }) => asked(taker, answerOffer),
  'may be given': async ({ fleet }) => fleet.ready(),
  'is being given': async ({ giver }) => asked(giver, giveBridge),
  'is given, and the giver does not hear so': async ({ giver }) =>
    asked(giver, giveBridge, { lost: 'answer', forMs: 500 }),
  'is given, and the taker does not hear so': async ({ giver, taker }) => {
    await asked(giver, giveBridge);
    await asked(taker, readOffers, { lost: 'answer', forMs: 500 });
  },
};

async function suffer(outage: Outage, { redis }: Moving): Promise<void> {
  const begin = {
    killed: async () => redis.kill(),
    suspended: async () => redis.suspend(),
    full: async () => tellRedis(redis, 'config', 'set', 'maxmemory', '1mb'),
  };
  const end = {
    killed: async () => redis.restart(),
    suspended: async () => redis.resume(),
    full: async () => tellRedis(redis, 'config', 'set', 'maxmemory', '500mb'),
  };
  await begin[outage]();
  await pause(AWAY_MS[outage]);
  await end[outage]();
}

describe('a bridge that is handed over while Redis goes', () => {
  const cases = Object.keys(STEPS).flatMap((step) => {
    // A longer outage differs from a short one only where the bridge may be given by then.
    const outages: Outage[] = step.includes('given') ? ['killed', 'suspended'] : ['killed'];
    return outages.map((outage) => ({ step, outage }));
  });
  cases.push({ step: 'is being given', outage: 'full' });
  // Side by side: each has a room and a Redis of its own, and they mostly wait for it.
  it.concurrent.each(cases)(
    'loses and doubles no message: it $step, and Redis is $outage',
    async (one) => {
      await withMove(async (moving) => {
        const { fleet, taker } = moving;
        const { room } = fleet;
        const next = await fleet.join('one', taker);
        room.talk(TALK_EVERY_MS);
        await eventually(() => room.comments > 50, 'the chat goes on');
        const hasCome = STEPS[one.step]!(moving);
        await fleet.offer(next);
        await hasCome;
        await suffer(one.outage, moving);
        const sent = room.comments;
        await eventually(() => room.comments > sent + 100, 'the chat goes on');
        await eventually(() => room.open.length === 1, 'one of them has it');
        room.fallSilent();
        await expectOnce(fleet);
      });
    },
  );
});
