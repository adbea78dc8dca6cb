import { targetIdOf, type BufferRedis } from '#event-buffer';
import { GENERIC_MAPPING, Simulator } from '../../../apps/simulator/src/index.js';
import { BufferRig, comments } from '../../event-buffer/support/buffer-rig.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const EVENTS = 4000;

/** Others who write to the same Redis whenever it has room, and take all that becomes free. */
function tenantOf(redis: BufferRedis, stage: Stage): void {
  const ended = new AbortController();
  const fill = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await redis.rpush('tenant', 'x'.repeat(10_000)).catch(() => 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const filled = fill();
  stage.opens({
    stop: async () => {
      ended.abort();
      await filled;
    },
  });
}

/** A target with a backlog in a Redis that others have filled to this part of its memory. */
async function backlogIn(stage: Stage, part: number, salt?: string) {
  const redis = stage.opens(await RedisServer.start());
  const simulator = stage.opens(await new Simulator({ chatRate: 1 }).start());
  const rig = await BufferRig.open(redis, 'full');
  stage.opens({ stop: async () => rig.close() });
  const { roomId, jobId } = simulator.rooms[0]!;
  const target = { roomId, jobId: jobId! };
  const id = targetIdOf({ project: 'default', ...target });
  await rig.append(comments(EVENTS), { target: id });
  if (salt !== undefined) await rig.redis.set(rig.keys.salt, salt);
  // So much that what connections take is nothing beside it.
  await rig.redis.setrange('ballast', 60_000_000, 'x');
  const used = Number(/used_memory:(\d+)/u.exec(await rig.redis.info('memory'))![1]);
  await rig.redis.config('SET', 'maxmemory', String(Math.round(used / part)));
  tenantOf(rig.redis, stage);
  const start = async (roles = 'collector,reporter') => {
    const source = { type: 'websocket', url: 'ws://127.0.0.1:9', mapping: GENERIC_MAPPING };
    const bridges = [{ name: 'main', source, target }];
    const environment = { RELAY_ROLES: roles };
    return startRelay({ redis, simulator, bridges, prefix: 'full', environment });
  };
  return { redis, simulator, rig, id, start };
}

async function allReported({ simulator, rig, id }: Awaited<ReturnType<typeof backlogIn>>) {
  await eventually(async () => (await rig.ledger.table.waiting(id)) === 0, 'all is reported');
  expect(simulator.state().accepted).toMatchObject({ events: EVENTS });
  expect(await rig.row('main', id)).toMatchObject({ reported: EVENTS, waiting: 0 });
}

describe('a full Redis', () => {
  for (const part of [0.9, 1, 1.2]) {
    it.concurrent(
      `filled by others to ${part} of maxmemory: a relay starts, drains its buffers, and restarts`,
      Stage.of(async (stage) => {
        const backlog = await backlogIn(stage, part, 'salt');
        const first = await backlog.start();
        await eventually(() => backlog.simulator.state().accepted.events >= 1000, 'reports arrive');
        // The one that takes its place finds Redis as full.
        await first.stop();
        stage.opens(await backlog.start());
        await allReported(backlog);
      }),
    );
  }

  it.concurrent(
    'without room for a salt: a reporter needs none',
    Stage.of(async (stage) => {
      const backlog = await backlogIn(stage, 1.2);
      stage.opens(await backlog.start('reporter'));
      await allReported(backlog);
      expect(await backlog.rig.redis.get(backlog.rig.keys.salt)).toBeNull();
    }),
  );
});
