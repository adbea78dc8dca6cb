import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisCluster } from '../../support/redis-cluster.js';
import { tellRedis } from '../../support/redis-command.js';
import { uniquePrefix } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { genericChat } from '../../support/generic-chat.js';

const ROOMS = 12;

describe('a relay whose targets are spread over queues', () => {
  it("has a queue on each cluster node, reports every room once and in order, and recovers from a master's death", async () => {
    await RedisCluster.with(
      async (cluster) => {
        const simulator = await new Simulator({ rooms: ROOMS, chatRate: 40 }).start();
        const prefix = uniquePrefix().replace(':', '-');
        const bridges = simulator.rooms.map(({ roomId, jobId }, i) => ({
          name: `bridge-${i}`,
          source: genericChat(simulator, `bridge-${i}`),
          target: { roomId, jobId },
        }));
        const relay = await startRelay({
          redis: cluster.masters[0]!,
          nodes: cluster.file,
          file: { queue: { shards: 3 } },
          simulator,
          prefix,
          bridges,
          buffer: { minIntervalMs: 100 },
        });
        const rows = async () => {
          const { ledger } = relay.relay;
          return (await ledger.states(await ledger.targets(), [])).flatMap((one) => one.rows);
        };
        const reported = async () => {
          return new Map((await rows()).map((row) => [row.target, row.reported] as const));
        };
        try {
          await eventually(async () => {
            const counts = [...(await reported()).values()];
            return counts.length === ROOMS && counts.every((count) => count > 10);
          }, 'every room is reported');
          for (const node of cluster.masters) {
            const queues = await tellRedis(node, 'keys', `{${prefix}:queue*:meta`);
            expect(queues).toHaveLength(1);
          }
          const { accepted, inFlightPerJobMax } = simulator.state();
          expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
          expect(inFlightPerJobMax).toBe(1);

          await cluster.masters[1]!.kill();
          const before = simulator.state().accepted.distinct;
          // Rooms of the other two queues go on; those of the third once its replica has taken over.
          await eventually(
            () => simulator.state().accepted.distinct > before + 100,
            'reports go on',
          );
          simulator.steerChat('generic', 'rate', { perSecond: 0 });
          const rests = async () => {
            const all = await rows().catch(() => []);
            return all.length === ROOMS && all.every(({ waiting }) => waiting === 0);
          };
          await eventually(rests, 'it rests');
          for (const row of await rows())
            expect(row).toMatchObject({ unaccounted: 0, deadLettered: 0 });
        } finally {
          await relay.stop();
          await simulator.stop();
        }
      },
      { replicas: true },
    );
  }, 180_000);
});
