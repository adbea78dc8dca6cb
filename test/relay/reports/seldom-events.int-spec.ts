import { BufferKeys, FullSignal, PARKED, tellFull } from '#event-buffer';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { OwnAppends } from '../../../apps/relay/src/buffer/own-appends.js';
import { TargetWaker } from '../../../apps/relay/src/buffer/target-waker.js';
import { addressOf, BufferRig, TARGET } from '../../event-buffer/support/buffer-rig.js';
import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { RelayProcess } from '../../support/relay-process.js';
import { TalkingRoom } from '../support/talking-room.js';

function fail(error: Error): never {
  throw error;
}

describe('the events that a parked target waits for', () => {
  let rig: BufferRig;
  let heard: string[];
  let signal: FullSignal;
  beforeEach(async () => {
    const server = await RedisServer.shared();
    rig = await BufferRig.open(server);
    heard = [];
    const full = (target: string): void => void heard.push(target);
    signal = new FullSignal(addressOf(server), rig.keys, { full, look: () => {} }, () => {});
    signal.start();
    await eventually(async () => {
      await tellFull(rig.redis, rig.keys, 'ready');
      return heard.includes('ready');
    }, 'signals are heard');
    heard.length = 0;
  });
  afterEach(() => {
    signal.stop();
    rig.close();
  });

  const first = { depthBefore: 0, depthAfter: 1, isParked: true, isAwaited: true };

  /** What reporters heard when a buffer had grown. */
  async function heardOf(growth: Parameters<TargetWaker['grew']>[1], ownAppends?: OwnAppends) {
    const { redis, keys } = rig;
    const queue = { wake: fail, promote: fail } as never;
    await new TargetWaker({ redis, keys, queue, ownAppends, onError: fail }).grew(TARGET, growth);
    const last = `signal ${heard.length}`;
    await tellFull(redis, keys, last);
    await eventually(() => heard.includes(last), 'the last signal is heard');
    return heard.filter((one) => one === TARGET).length;
  }

  it('are told to the reporter in another process, the first ones alone', async () => {
    expect(await heardOf(first)).toBe(1);
    expect(await heardOf({ ...first, depthBefore: 1, depthAfter: 2 })).toBe(1);
    expect(await heardOf({ ...first, isAwaited: undefined })).toBe(1);
  });

  it('are told where it is not known for what the target is parked', async () => {
    const { redis, keys } = rig;
    await redis.hset(keys.of(TARGET).target, 'held', PARKED.forEvents);
    expect(await heardOf({ depthBefore: 0, depthAfter: 1 })).toBe(1);
    await redis.hset(keys.of(TARGET).target, 'held', PARKED.forPace);
    expect(await heardOf({ depthBefore: 0, depthAfter: 1 })).toBe(1);
  });

  it('are told over Redis only where no reporter of the own process waits for them', async () => {
    const own = new OwnAppends();
    own.watch(TARGET, () => true);
    expect(await heardOf(first, own)).toBe(0);
    own.watch(TARGET, () => false);
    expect(await heardOf(first, own)).toBe(1);
  });
});

describe('a room whose events are seldom', () => {
  beforeAll(ensureBuilt, BUILD_MS_MAX);

  it.each([
    ['one process', ['collector,reporter']],
    ['two processes', ['collector', 'reporter']],
  ])('is reported by one run of its job, in %s', async (_, processes) => {
    const room = await TalkingRoom.listen();
    const simulator = await new Simulator({ validate: 'full', keep: 'all' }).start();
    const server = await RedisServer.shared();
    const rig = await BufferRig.open(server);
    const { roomId, jobId } = simulator.rooms[0]!;
    const prefix = uniquePrefix().replace(':', '-');
    const bridges = [{ name: 'room', source: room.source, target: { roomId, jobId } }];
    const relays: RelayProcess[] = [];
    const { target } = new BufferKeys(prefix).of(`default/${roomId}/${jobId}`);
    const field = async (name: string) => rig.redis.hget(target, name);
    try {
      for (const roles of processes) {
        const setup = { redisUrl: server.url, simulator, prefix, bridges, roles };
        relays.push(await RelayProcess.start(setup));
      }
      await eventually(() => room.isHeard, 'the source is connected');
      const drains = new Set<string | null>();
      for (let said = 1; said <= 4; said++) {
        room.say();
        await eventually(() => simulator.events().length === said, `comment ${said} is reported`);
        await eventually(
          async () => (await field('held')) === PARKED.forEvents,
          'the target is parked for its next events',
        );
        drains.add(await field('drain'));
      }
      expect(drains.size).toBe(1);
      for (const relay of relays) relay.signal('SIGTERM');
      await Promise.all(relays.map(async ({ exited }) => exited));
      expect([await field('held'), await field('waiting')]).toEqual([null, '0']);
    } finally {
      await Promise.all(relays.map(async (relay) => relay.end()));
      await simulator.stop();
      rig.close();
      room.close();
    }
  });
});
