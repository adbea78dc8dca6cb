import { ReportQueue } from '#event-buffer';
import { TargetWaker } from '../../apps/relay/src/buffer/target-waker.js';
import { ChoicePolicies } from '../../apps/relay/src/choosing/choice-policies.js';
import { WindowCloser } from '../../apps/relay/src/choosing/window-closer.js';
import { addressOf, BufferRig } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';

const ROOMS = 40;
/** A lane is looked at once more a second after events were expected of it. */
const LOOKS_OF_ROOM = 2;

describe('WindowCloser', () => {
  it('asks no more about rooms of which nothing waits, however often bridges change', async () => {
    const server = await RedisServer.start();
    const rig = await BufferRig.open(server);
    const { redis, keys, ledger, prefix } = rig;
    const failures: Error[] = [];
    const failed = (error: Error): void => void failures.push(error);
    const queue = new ReportQueue(addressOf(server), { prefix }, failed);
    const policies = new ChoicePolicies();
    const waker = new TargetWaker({ redis, keys, queue, onError: failed });
    const listener = { dropped: () => {}, unreadable: () => {}, failed };
    const parts = { redis, keys, ledger, policies, waker, listener };
    const closer = new WindowCloser({ ...parts, sweepEveryMs: 3_600_000 });
    // A look reads the target's record by this command, and nothing else does here.
    const looks = async (): Promise<number> =>
      Number(/cmdstat_hmget:calls=(\d+)/u.exec(await redis.info('commandstats'))?.[1] ?? 0);
    const look = async (rooms: number, from: number): Promise<number> => {
      for (let i = 0; i < rooms; i++) {
        closer.expect({ target: `default/r${from + i}`, scope: '' }, 'comments');
      }
      const before = await looks();
      const all = before + rooms * LOOKS_OF_ROOM;
      await eventually(async () => (await looks()) >= all, 'all were looked at', 30_000);
      return (await looks()) - before;
    };
    try {
      closer.start();
      await look(ROOMS, 0);
      await policies.apply({ added: [], changed: [], removed: [] });
      expect(await look(1, ROOMS)).toBeLessThan(ROOMS);
      expect(failures).toEqual([]);
    } finally {
      await closer.stop();
      await queue.close();
      rig.close();
      await server.stop();
    }
  });
});
