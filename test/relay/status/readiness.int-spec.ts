import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { tellRedis } from '../../support/redis-command.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const LONG_MS = 60_000;

async function start(stage: Stage) {
  const redis = stage.opens(await RedisServer.start());
  const simulator = stage.opens(await new Simulator({ rooms: 2 }).start());
  const bridges = simulator.rooms.map(({ roomId }, i) => {
    return { name: `bridge-${i}`, source: { type: 'push', token: '${AK}' }, target: { roomId } };
  });
  const relay = stage.opens(await startRelay({ redis, simulator, bridges }));
  return { redis, simulator, relay };
}

/** Why it is not ready, by the part that says so; empty where it is. */
async function reasons({ relay }: RelayInProcess): Promise<Record<string, string>> {
  const answers = relay.probes().map(async (probe) => [probe.name, await probe.check()] as const);
  const not = (await Promise.all(answers)).flatMap(([name, answer]) => {
    return answer.ok ? [] : [[name, answer.why] as const];
  });
  return Object.fromEntries(not);
}

async function isReady(relay: RelayInProcess): Promise<boolean> {
  return Object.keys(await reasons(relay)).length === 0;
}

function push({ relay }: RelayInProcess, bridge: string): void {
  relay.pushes!.get(bridge)!.push(JSON.stringify({ type: 'like', user: { id: '7' } }), true);
}

describe('a process is not ready', () => {
  it.concurrent(
    'while its consumer takes no job, and is ready again by itself',
    Stage.of(async (stage) => {
      const { redis, relay, simulator } = await start(stage);
      await eventually(async () => isReady(relay), 'it is ready');
      // What BullMQ waits for jobs with: all else goes on.
      await tellRedis(redis, 'ACL', 'SETUSER', 'default', '-bzpopmin');
      await tellRedis(redis, 'CLIENT', 'KILL', 'TYPE', 'normal');
      await eventually(
        async () => {
          push(relay, 'bridge-0');
          const { reporter } = await reasons(relay);
          return (
            reporter !== undefined &&
            /(?:takes none|does not run): The Redis user may not/u.test(reporter)
          );
        },
        'the reporter says that its consumer is stopped, and why',
        LONG_MS,
      );
      await tellRedis(redis, 'ACL', 'SETUSER', 'default', '+@all');
      await eventually(async () => isReady(relay), 'it is ready again', LONG_MS);
      await eventually(() => simulator.events().length > 0, 'events arrive', LONG_MS);
    }),
    2 * LONG_MS,
  );

  it.concurrent(
    'while its events cannot be appended, though Redis takes other writes, and is ready again by itself',
    Stage.of(async (stage) => {
      const { redis, relay, simulator } = await start(stage);
      await eventually(async () => isReady(relay), 'it is ready');
      const { keys, ledger } = relay.relay;
      const targets = await ledger.targets();
      const broken = targets.map((target) => keys.of(target).target);
      // As whoever restores a wrong dump would leave it.
      for (const key of broken) await tellRedis(redis, 'SET', key, 'not what the scripts expect');
      push(relay, 'bridge-0');
      const why = await eventually(
        async () => (await reasons(relay))['collector'],
        'the collector says that it cannot append',
        LONG_MS,
      );
      expect(why).toMatch(/^nothing can be appended for default\/\S+ since \d+ s: .*Redis/u);
      for (const key of broken) await tellRedis(redis, 'DEL', key);
      await eventually(async () => isReady(relay), 'it is ready again', LONG_MS);
      await eventually(() => simulator.events().length > 0, 'the event arrives', LONG_MS);
    }),
    2 * LONG_MS,
  );

  it.concurrent(
    'while Redis refuses writes, with the reason, and is ready again by itself',
    Stage.of(async (stage) => {
      const { redis, relay, simulator } = await start(stage);
      await eventually(async () => isReady(relay), 'it is ready');
      await tellRedis(redis, 'replicaof', '127.0.0.1', '1');
      const why = await eventually(
        async () => (await reasons(relay))['redis'],
        'Redis takes no writes',
        LONG_MS,
      );
      expect(why).toMatch(/replica/iu);
      push(relay, 'bridge-1');
      await tellRedis(redis, 'replicaof', 'no', 'one');
      await eventually(async () => isReady(relay), 'it is ready again', LONG_MS);
      await eventually(() => simulator.events().length > 0, 'the event arrives', LONG_MS);
    }),
    2 * LONG_MS,
  );
});
