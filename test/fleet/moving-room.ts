import { createHash } from 'node:crypto';
import { RedisLink, type LinkFault } from '../event-buffer/support/redis-link.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { RoomFleet } from './room-fleet.js';
import { droppedIn, textsIn } from './streak-room.js';

/** A room that moves between two collectors, each with its own way to a Redis that may go. */
export interface Moving {
  readonly fleet: RoomFleet;
  readonly redis: RedisServer;
  readonly giver: RedisLink;
  readonly taker: RedisLink;
}

/** Resolves when a process asks Redis this, and breaks its way then, where that is wanted. */
export async function asked(
  link: RedisLink,
  { lua }: { lua: string },
  fault?: LinkFault,
): Promise<void> {
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

export async function withMove(use: (moving: Moving) => Promise<void>): Promise<void> {
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
export async function expectOnce({ room, rig }: RoomFleet): Promise<void> {
  const all = Array.from({ length: room.comments }, (_, i) => `text ${i + 1}`);
  const missing = async (): Promise<string[]> => {
    const told = new Set(await textsIn(rig));
    return all.filter((text) => !told.has(text));
  };
  await eventually(async () => (await missing()).length === 0, 'all is there').catch(
    async (error: unknown) => {
      const lost = await missing();
      const dropped = JSON.stringify(await droppedIn(rig));
      const which = `${lost[0]} to ${lost.at(-1)}`;
      const what = `${lost.length} of ${all.length} are lost, ${which}; dropped: ${dropped}.`;
      throw new Error(what, { cause: error });
    },
  );
  expect(await textsIn(rig)).toHaveLength(all.length);
}
