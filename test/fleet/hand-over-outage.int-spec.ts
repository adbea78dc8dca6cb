import { createHash } from 'node:crypto';
import {
  answerOffer,
  giveBridge,
  readOffers,
} from '../../libs/event-buffer/src/scripts/fleet/fleet.lua.js';
import { RedisLink, type LinkFault } from '../event-buffer/support/redis-link.js';
import { eventually } from '../support/eventually.js';
import { tellRedis } from '../support/redis-command.js';
import { RedisServer } from '../support/redis-server.js';
import { RoomFleet } from './room-fleet.js';
import { textsIn } from './streak-room.js';

/** How often somebody writes, in ms. */
const TALK_EVERY_MS = 5;
/**
 * For how many comments Redis is away: longer than a closed source waits for it, than a command may take, and
 * than a lease lives.
 */
const AWAY = { killed: 600, suspended: 1700, full: 1400 };
type Outage = keyof typeof AWAY;

/** A room that moves between two collectors, each with its own way to a Redis that may go. */
interface Moving {
  readonly fleet: RoomFleet;
  readonly redis: RedisServer;
  readonly giver: RedisLink;
  readonly taker: RedisLink;
}

/** What tells that a step of the hand-over has come; the outage begins then. */
type Step = (moving: Moving) => Promise<void>;

/** Resolves when a process asks Redis this, and breaks its way then, where that is wanted. */
async function asked(link: RedisLink, { lua }: { lua: string }, fault?: LinkFault): Promise<void> {
  const sha = createHash('sha1').update(lua).digest('hex');
  return new Promise((resolve) => {
    let isOver = false;
    link.breakOn((question) => {
      // A connection sends a script once, and then its hash.
      const isIt = question.includes(sha) || question.includes(lua);
      if (isOver || !isIt) return undefined;
      isOver = true;
      resolve();
      return fault;
    });
  });
}

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

async function suffer(outage: Outage, { redis, fleet: { room } }: Moving): Promise<void> {
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
  const until = room.comments + AWAY[outage];
  await eventually(() => room.comments >= until, 'the chat goes on');
  await end[outage]();
}

async function withMove(use: (moving: Moving) => Promise<void>): Promise<void> {
  const redis = await RedisServer.start({ aof: true, settings: { maxmemory: '500mb' } });
  const links = [await RedisLink.open(redis), await RedisLink.open(redis)] as const;
  const [giver, taker] = links;
  try {
    await RoomFleet.with(
      {},
      async (fleet) => {
        await fleet.join('one', giver);
        await eventually(() => fleet.room.open.length === 1, 'the room is heard');
        await use({ fleet, redis, giver, taker });
      },
      redis,
    );
  } finally {
    redis.resume();
    await Promise.all(links.map(async (link) => link.cut()));
    await redis.stop();
  }
}

/** All that was ever said is in the buffer once, and nothing else is counted. */
async function expectOnce({ room, rig }: RoomFleet): Promise<void> {
  const all = Array.from({ length: room.comments }, (_, i) => `text ${i + 1}`);
  const missing = async (): Promise<string[]> => {
    const told = new Set(await textsIn(rig));
    return all.filter((text) => !told.has(text));
  };
  await eventually(async () => (await missing()).length === 0, 'all is there').catch(
    async (error: unknown) => {
      const lost = await missing();
      throw new Error(`${lost.length} of ${all.length} are lost, from ${lost[0]}.`, {
        cause: error,
      });
    },
  );
  expect(await textsIn(rig)).toHaveLength(all.length);
}

describe('a bridge that is handed over while Redis goes', () => {
  const cases = Object.keys(STEPS).flatMap((step) =>
    (Object.keys(AWAY) as Outage[]).map((outage) => ({ step, outage })),
  );
  it.each(cases)('loses and doubles no message: it $step, and Redis is $outage', async (one) => {
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
  });
});
