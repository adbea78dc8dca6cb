import { BufferKeys, PARKED } from '#event-buffer';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { BufferRig } from '../../event-buffer/support/buffer-rig.js';
import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { RelayProcess } from '../../support/relay-process.js';
import { TalkingRoom } from '../support/talking-room.js';

/** Shorter than the ten seconds for which a target is parked the second time. */
const SOON_MS = 7000;

describe('a room whose target is parked for events while Redis loses what it held', () => {
  beforeAll(ensureBuilt, BUILD_MS_MAX);

  it('is reported at its next event, which another process collects', async () => {
    const room = await TalkingRoom.listen();
    const simulator = await new Simulator({ validate: 'full', keep: 'all' }).start();
    const server = await RedisServer.start();
    const rig = await BufferRig.open(server);
    const { roomId, jobId } = simulator.rooms[0]!;
    const prefix = uniquePrefix().replace(':', '-');
    const bridges = [{ name: 'room', source: room.source, target: { roomId, jobId } }];
    const setup = { redisUrl: server.url, simulator, prefix, bridges };
    const relays: RelayProcess[] = [];
    const { target } = new BufferKeys(prefix).of(`default/${roomId}/${jobId}`);
    const isParked = async () => (await rig.redis.hget(target, 'held')) === PARKED.forEvents;
    const parked = async () => eventually(isParked, 'it is parked for its next events', 15_000);
    try {
      for (const roles of ['collector', 'reporter']) {
        relays.push(await RelayProcess.start({ ...setup, roles }));
      }
      await eventually(() => room.isHeard, 'the source is connected');
      room.say();
      await parked();
      // Written again once none came: from then on it is parked for ten seconds.
      await rig.redis.hset(target, 'held', PARKED.forPace);
      await parked();
      await rig.redis.flushall();
      room.say();
      await eventually(() => simulator.events().length === 2, 'the event is reported', SOON_MS);
    } finally {
      await Promise.all(relays.map(async (relay) => relay.end()));
      await simulator.stop();
      rig.close();
      room.close();
      await server.stop();
    }
  });
});
