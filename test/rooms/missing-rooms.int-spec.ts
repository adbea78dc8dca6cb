import { LedgerReader } from '#event-buffer';
import { MissingRooms } from '../../apps/relay/src/projects/rooms/noting-rooms.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';

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
});
