import { Simulator } from '../../apps/simulator/src/index.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { ensureBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';
import { giftsIn, Room, textsIn } from './streak-room.js';

ensureBuilt();

interface Holders {
  readonly heldBy?: string;
  readonly alsoHeldBy?: string;
  readonly second?: { readonly source: string };
}

async function holders(console: RelayProcess): Promise<Holders> {
  const status = (await (await console.get('/api/status')).json()) as { bridges: Holders[] };
  return status.bridges[0] ?? {};
}

describe('a bridge with redundancy: 2', () => {
  it('is heard by collectors on two hosts, told once, streaks included, and goes on when one dies', async () => {
    const redis = await RedisServer.start();
    const simulator = await new Simulator({}).start();
    const room = await Room.open();
    const prefix = uniquePrefix().replace(':', '-');
    const rig = await BufferRig.open(redis, prefix);
    const { roomId, jobId } = simulator.rooms[0]!;
    const bridge = {
      name: 'shop',
      source: { type: 'douyinlive', url: room.url },
      target: { roomId, jobId },
      redundancy: 2,
      placement: 'anywhere',
    };
    const setup = { redisUrl: redis.url, simulator, prefix, bridges: [bridge] };
    const collector = async (host: string, roles = 'collector') =>
      RelayProcess.start({ ...setup, roles, environment: { RELAY_HOST: host } });
    const processes: RelayProcess[] = [];
    try {
      const first = await collector('one');
      processes.push(first);
      await eventually(() => room.open.length === 1, 'the first hears');
      // Of the same host: better than none, until there is another.
      const other = await collector('one');
      processes.push(other);
      const second = await collector('two', 'collector,console');
      processes.push(second);
      await eventually(async () => {
        const { heldBy, alsoHeldBy } = await holders(second);
        const held = [other, second].map(async (one) => one.metric('relay_leases_held'));
        const isApart = (await Promise.all(held)).join() === '0,1';
        return (
          isApart && room.open.length === 2 && heldBy !== undefined && alsoHeldBy !== undefined
        );
      }, 'both hear, on two hosts, and status says so');

      expect(await second.metric('relay_source_redundancy{bridge="shop"}')).toBe(2);
      await eventually(
        async () => (await holders(second)).second?.source === 'ready',
        'status tells how the second connection fares',
      );
      const [one, two] = room.open as [(typeof room.open)[0], (typeof room.open)[0]];
      room.comment();
      room.comment([one]);
      room.comment([two]);
      room.gifts(1);
      room.gifts(3, [one]);
      room.gifts(7, [two]);
      await eventually(async () => (await giftsIn(rig)) === 7, 'the streak is whole');
      room.gifts(8);
      room.gifts(9, [one]);
      room.gifts(12);
      const texts = async () => (await textsIn(rig)).toSorted();
      await eventually(async () => (await texts()).length === 3, 'what one socket lost is there');
      await eventually(async () => (await giftsIn(rig)) >= 12, 'the streak goes on');

      // Whoever has the first goes without a word; what is said right then is heard by the other.
      first.child.kill('SIGKILL');
      room.comment([two]);
      room.gifts(15, [two]);
      await eventually(async () => (await texts()).length === 4, 'nothing is lost');
      await eventually(async () => (await giftsIn(rig)) >= 15, 'no gift is lost');
      await eventually(async () => {
        const { heldBy, alsoHeldBy } = await holders(second);
        return room.open.length === 2 && heldBy !== undefined && heldBy !== alsoHeldBy;
      }, 'another has the first');
      expect(await texts()).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
      expect(await giftsIn(rig)).toBe(15);
    } finally {
      await Promise.all(processes.map(async (one) => one.end()));
      rig.close();
      room.close();
      await simulator.stop();
      await redis.stop();
    }
  }, 180_000);
});
