import { PlatformSeats } from '../../apps/relay/src/collector/connected/platform-seats.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';

const TERMS = { name: 'eventsub-sockets', owner: 'a-secret', max: 3 };
/** As long as a lease: all processes are in this one, which may get nothing of the processor for seconds. */
const LIVES_MS = 8000;

const away = async (): Promise<never> => {
  throw new Error('away');
};

function processOf(rig: BufferRig, holder: string, redis: Partial<BufferRig['redis']> = rig.redis) {
  return new PlatformSeats({
    redis: redis as BufferRig['redis'],
    keys: rig.keys,
    holder,
    livesMs: LIVES_MS,
    failed: () => undefined,
  });
}

/** Until when a process has its seat, by Redis's clock, in ms. */
async function endOf({ redis }: BufferRig, key: string, holder: string): Promise<number> {
  return Number(await redis.zscore(key, holder));
}

describe('the seats that a platform gives an account', () => {
  it('are shared by all processes, kept while needed, and given back by the last user', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const processes = ['a', 'b', 'c', 'd'].map((holder) => processOf(rig, holder));
    const [first, , , last] = processes;
    const seats = await Promise.all(processes.slice(0, 3).map(async (one) => one.take(TERMS)));
    const again = await first!.take(TERMS);
    expect(seats.every((seat) => seat !== undefined)).toBe(true);
    expect(await last!.take(TERMS)).toBeUndefined();
    const [key = ''] = await rig.redis.keys(`${rig.prefix}:seats:*`);
    expect(key).toMatch(/:seats:eventsub-sockets:[\da-f]{16}$/u);
    const ends = async () =>
      Promise.all(['a', 'b', 'c'].map(async (holder) => endOf(rig, key, holder)));
    const before = await ends();
    await eventually(async () => {
      expect(await last!.has(TERMS)).toBe(false);
      return (await ends()).every((end, i) => end > before[i]!);
    }, 'each seat is kept for longer');
    seats[0]!.giveBack();
    seats[0]!.giveBack();
    expect(await last!.has(TERMS)).toBe(false);
    again!.giveBack();
    while (!(await last!.has(TERMS))) await new Promise(setImmediate);
    for (const seat of seats) seat!.giveBack();
    rig.close();
  });

  it('are refused to a process that stood still while it was answered, too', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const others = ['a', 'b', 'c'].map(async (holder) => processOf(rig, holder).take(TERMS));
    const taken = await Promise.all(others);
    const seat = processOf(rig, 'd').take(TERMS);
    await new Promise((resolve) => setImmediate(resolve));
    for (const begin = performance.now(); performance.now() - begin < 1100;);
    expect(await seat).toBeUndefined();
    for (const one of taken) one!.giveBack();
    rig.close();
  });

  it('of a process that died are free once its leases are', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const key = rig.keys.seats('x:0');
    const seats = { seats: key, max: 1, livesMs: 600_000, isKept: '0' } as const;
    expect(await rig.redis.holdSeat({ ...seats, holder: 'dead' })).toBe(1);
    expect(await rig.redis.holdSeat({ ...seats, holder: 'other' })).toBe(0);
    // What is connected keeps its place, whatever Redis knows of it.
    expect(await rig.redis.holdSeat({ ...seats, holder: 'open', isKept: '1' })).toBe(1);
    expect(await rig.redis.holdSeat({ ...seats, holder: 'other' })).toBe(0);
    // As if so much time had gone by.
    for (const holder of ['dead', 'open']) await rig.redis.zincrby(key, -600_000, holder);
    expect(await rig.redis.holdSeat({ ...seats, holder: 'other' })).toBe(1);
    rig.close();
  });

  it('are all granted while Redis is away: the platform itself refuses one too many', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const seat = await processOf(rig, 'a', { holdSeat: away, zrem: away }).take(TERMS);
    expect(seat).toBeDefined();
    rig.close();
  });
});
