import type { BridgeConfig } from '#config';
import { ChunkBuilder, IdHasher, ReportQueue } from '#event-buffer';
import { TargetWaker } from '../../apps/relay/src/buffer/target-waker.js';
import { ChoicePolicies } from '../../apps/relay/src/choosing/choice-policies.js';
import { WindowCloser } from '../../apps/relay/src/choosing/window-closer.js';
import { addressOf, BufferRig, comments, TARGET } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';

const ROOMS = 40;
/** A lane is looked at once more a second after events were expected of it. */
const LOOKS_OF_ROOM = 2;

interface Started {
  readonly rig: BufferRig;
  readonly policies: ChoicePolicies;
  readonly closer: WindowCloser;
  readonly failures: readonly Error[];
  /** How often all targets were asked for. */
  readonly rounds: () => number;
}

async function withCloser(
  sweepEveryMs: number,
  test: (started: Started) => Promise<void>,
): Promise<void> {
  const server = await RedisServer.start();
  const rig = await BufferRig.open(server);
  const { redis, keys, prefix } = rig;
  const failures: Error[] = [];
  const failed = (error: Error): void => void failures.push(error);
  const queue = new ReportQueue(addressOf(server), { prefix }, failed);
  const policies = new ChoicePolicies();
  const waker = new TargetWaker({ redis, keys, queue, onError: failed });
  const listener = { dropped: () => {}, unreadable: () => {}, failed };
  let rounds = 0;
  const ledger = {
    targets: async () => {
      rounds++;
      return rig.ledger.targets();
    },
  };
  const parts = { redis, keys, ledger, policies, waker, listener };
  const closer = new WindowCloser({ ...parts, sweepEveryMs });
  try {
    closer.start();
    await test({ rig, policies, closer, failures, rounds: () => rounds });
  } finally {
    await closer.stop();
    await queue.close();
    rig.close();
    await server.stop();
  }
}

describe('WindowCloser', () => {
  it('asks no more about rooms of which nothing waits, however often bridges change', async () => {
    await withCloser(3_600_000, async ({ rig: { redis }, policies, closer, failures }) => {
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
      await look(ROOMS, 0);
      await policies.apply({ added: [], changed: [], removed: [] });
      expect(await look(1, ROOMS)).toBeLessThan(ROOMS);
      expect(failures).toEqual([]);
    });
  });

  it('lets through what came, after its start, to a lane from which nobody chooses any more', async () => {
    await withCloser(5, async ({ rig, policies, failures, rounds }) => {
      const config = { name: 'main', target: { roomId: 'room-1' } } as BridgeConfig;
      await policies.apply({ added: [{ config }] as never, changed: [], removed: [] });
      // The first sweep asks about all.
      await eventually(() => rounds() > 1, 'it goes through some at a time');
      const chunk = new ChunkBuilder('main', new IdHasher('salt', 'twitch'), 'comments');
      for (const one of comments(3)) chunk.add(one, Date.now());
      await rig.append([], { entries: [chunk.take()] });
      await eventually(async () => {
        const { waiting, choosing } = await rig.ledger.table.depths(TARGET);
        return waiting === 3 && choosing === 0;
      }, 'they wait for a report');
      expect(failures).toEqual([]);
    });
  });
});
