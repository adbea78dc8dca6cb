import { FullSignal, PARKED, tellFull } from '#event-buffer';
import { OwnAppends } from '../../../apps/relay/src/buffer/own-appends.js';
import { TargetWaker } from '../../../apps/relay/src/buffer/target-waker.js';
import { addressOf, BufferRig, TARGET } from '../../event-buffer/support/buffer-rig.js';
import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { SeldomRoom } from '../support/seldom-room.js';

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
    await SeldomRoom.with(await RedisServer.shared(), processes, async (seldom) => {
      const { room, simulator, relays } = seldom;
      const drains = new Set<string | null>();
      for (let said = 1; said <= 4; said++) {
        room.say();
        await eventually(() => simulator.events().length === said, `comment ${said} is reported`);
        await seldom.parked();
        drains.add(await seldom.field('drain'));
      }
      expect(drains.size).toBe(1);
      for (const relay of relays) relay.signal('SIGTERM');
      await Promise.all(relays.map(async ({ exited }) => exited));
      expect([await seldom.field('held'), await seldom.field('waiting')]).toEqual([null, '0']);
    });
  });
});
