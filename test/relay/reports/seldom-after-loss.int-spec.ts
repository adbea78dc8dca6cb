import { PARKED } from '#event-buffer';
import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { SeldomRoom } from '../support/seldom-room.js';

/** Shorter than the ten seconds for which a target is parked the second time. */
const SOON_MS = 7000;

describe('a room whose target is parked for events while Redis loses what it held', () => {
  beforeAll(ensureBuilt, BUILD_MS_MAX);

  it('is reported at its next event, which another process collects', async () => {
    const server = await RedisServer.start();
    try {
      await SeldomRoom.with(server, ['collector', 'reporter'], async (seldom) => {
        const { room, simulator, rig, target } = seldom;
        room.say();
        await seldom.parked(15_000);
        // Written again once none came: from then on it is parked for ten seconds.
        await rig.redis.hset(target, 'held', PARKED.forPace);
        await seldom.parked(15_000);
        await rig.redis.flushall();
        room.say();
        await eventually(() => simulator.events().length === 2, 'the event is reported', SOON_MS);
      });
    } finally {
      await server.stop();
    }
  });
});
