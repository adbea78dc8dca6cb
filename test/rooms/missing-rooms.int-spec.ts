import { LedgerReader } from '#event-buffer';
import { QUIET } from '../../apps/relay/src/projects/access/quiet-access.js';
import { MissingRooms, notingRooms } from '../../apps/relay/src/projects/rooms/noting-rooms.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';

describe('MissingRooms', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });

  afterEach(async () => rig.close());

  it('are written to Redis again as long as they are asked for, and no longer', async () => {
    const ledger = new LedgerReader(rig.redis, rig.keys);
    const rooms = new MissingRooms(ledger);
    for (const room of ['p/a', 'p/b']) await rooms.note(room, true);
    rooms.leave('p/b');
    // As when Redis loses them, or forgets the target.
    await rig.redis.del(rig.keys.missingRooms);
    await rooms.sayAgain();
    expect(await ledger.missingRooms()).toEqual(new Set(['p/a']));
  });

  it('are no more in one step, however many rooms one listing shows', async () => {
    const server = await RedisServer.start();
    const own = await BufferRig.open(server);
    const failures: Error[] = [];
    try {
      const rooms = new MissingRooms(own.ledger);
      const all = Array.from({ length: 1000 }, (_, i) => `r${i}`);
      for (const room of all) await rooms.note(`p/${room}`, true);
      const listener = notingRooms('p', QUIET, rooms, (error) => failures.push(error));
      for (const room of all) listener.roomFound(room, true);
      // Asked for alone meanwhile, and missing after all.
      listener.roomMissing('r7');
      await eventually(async () => (await own.ledger.missingRooms()).size === 1, 'they are there');
      expect(await own.ledger.missingRooms()).toEqual(new Set(['p/r7']));
      const stats = await own.redis.info('commandstats');
      expect(/cmdstat_srem:calls=(\d+)/u.exec(stats)?.[1]).toBe('1');
      expect(failures).toEqual([]);
    } finally {
      own.close();
      await server.stop();
    }
  });
});
