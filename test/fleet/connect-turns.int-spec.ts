import { ConnectTurns } from '../../apps/relay/src/network/connect-turns.js';
import { pause } from '#timing';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { RedisServer } from '../support/redis-server.js';

const PACE = { name: 'twitch-joins', max: 5, periodMs: 1000, owner: 'oauth:secret' };
const URL_OF_ALL = 'wss://irc-ws.chat.twitch.tv/';

/** When each of so many attempts had its turn, of processes that attempt at the same time. */
async function turnsOf(processes: readonly ConnectTurns[], count: number): Promise<number[]> {
  const { signal } = new AbortController();
  const times: number[] = [];
  const attempts = Array.from({ length: count }, async (_, i) => {
    const turn = await processes[i % processes.length]!.take(URL_OF_ALL, { pace: PACE }, signal);
    times.push(performance.now());
    turn!.end();
  });
  await Promise.all(attempts);
  return times.toSorted((one, other) => one - other);
}

const away = async (): Promise<never> => {
  throw new Error('away');
};

function processOf(rig: BufferRig, takeConnect?: () => Promise<number>): ConnectTurns {
  const { keys } = rig;
  return new ConnectTurns({
    redis: takeConnect === undefined ? rig.redis : { takeConnect, endConnect: away },
    keys,
    egressOf: () => 'one',
    collectors: () => 2,
  });
}

describe('the turns in which sources connect', () => {
  it('are shared by all processes, and no key tells whose account it is', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const times = await turnsOf([processOf(rig), processOf(rig)], 14);
    // Redis counts whole ms, and timers may be a little early.
    expect(times[5]! - times[0]!).toBeGreaterThan(980);
    expect(times[10]! - times[5]!).toBeGreaterThan(980);
    const [key, ...others] = await rig.redis.keys(`${rig.prefix}:connecting:*`);
    expect(others).toEqual([]);
    expect(key).toMatch(/:connecting:twitch-joins:[\da-f]{16}$/u);
    rig.close();
  });

  it('are free a period after the platform has counted them, however long they take to arrive', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const { signal } = new AbortController();
    const processes = [processOf(rig), processOf(rig)];
    const arrivals: number[] = [];
    const attempts = Array.from({ length: 20 }, async (_, i) => {
      const turn = await processes[i % 2]!.take(URL_OF_ALL, { pace: PACE }, signal);
      // The first ones arrive late, and others soon.
      await pause(i < 5 ? 900 - 100 * i : 1);
      arrivals.push(performance.now());
      turn!.end();
    });
    await Promise.all(attempts);
    arrivals.sort((one, other) => one - other);
    const spans = arrivals.slice(5).map((at, i) => at - arrivals[i]!);
    expect(Math.min(...spans)).toBeGreaterThan(980);
    rig.close();
  });

  it('whose process died, or that Redis did not hear of, count all the same', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const turn = { connects: rig.keys.connects('x:0'), max: 2, periodMs: 300, standsMs: 300 };
    expect(await rig.redis.takeConnect({ ...turn, id: 'of who died' })).toBe(0);
    await rig.redis.endConnect({ ...turn, id: 'without Redis' });
    expect(await rig.redis.takeConnect({ ...turn, id: 'third' })).toBeGreaterThan(0);
    const since = performance.now();
    while ((await rig.redis.takeConnect({ ...turn, id: 'third' })) > 0) await pause(5);
    while ((await rig.redis.takeConnect({ ...turn, id: 'fourth' })) > 0) await pause(5);
    expect(performance.now() - since).toBeGreaterThan(400);
    rig.close();
  });

  it('go by the share of each process while Redis is away', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const times = await turnsOf([processOf(rig, away)], 5);
    // Two of five, for there are two collectors.
    expect(times[2]! - times[0]!).toBeGreaterThan(800);
    rig.close();
  });

  it('are asked of a silent Redis once, and not by each attempt behind another', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    let asked = 0;
    const takeConnect = async (): Promise<never> => {
      asked++;
      return new Promise(() => {});
    };
    expect(await turnsOf([processOf(rig, takeConnect)], 5)).toHaveLength(5);
    expect(asked).toBe(1);
    rig.close();
  });

  it('are asked of Redis, too, after a process stood still while it answered', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const turns = processOf(rig);
    const { signal } = new AbortController();
    const first = turns.take(URL_OF_ALL, { pace: PACE }, signal);
    await new Promise((resolve) => setImmediate(resolve));
    for (const begin = performance.now(); performance.now() - begin < 2100;);
    await first;
    await turns.take(URL_OF_ALL, { pace: PACE }, signal);
    const [key] = await rig.redis.keys(`${rig.prefix}:connecting:*`);
    expect(await rig.redis.zcard(key!)).toBe(2);
    rig.close();
  });

  it('giving up leaves the line at once, whatever its place', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const turns = processOf(rig);
    const pace = { ...PACE, max: 1, periodMs: 600_000 };
    await turns.take(URL_OF_ALL, { pace }, new AbortController().signal);
    const [before, behind] = [new AbortController(), new AbortController()];
    const waits = turns.take(URL_OF_ALL, { pace }, before.signal);
    const leaves = turns.take(URL_OF_ALL, { pace }, behind.signal);
    behind.abort();
    await leaves;
    before.abort();
    await waits;
    expect(await rig.redis.keys(`${rig.prefix}:connecting:*`)).toHaveLength(1);
    rig.close();
  });

  it('are not needed within this machine and network, nor after giving up', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const turns = processOf(rig);
    const gaveUp = AbortSignal.abort();
    for (let i = 0; i < 20; i++) {
      await turns.take('ws://127.0.0.1:1/', { pace: undefined }, new AbortController().signal);
      await turns.take(URL_OF_ALL, { pace: PACE }, gaveUp);
    }
    expect(await rig.redis.keys(`${rig.prefix}:connecting:*`)).toEqual([]);
    rig.close();
  });
});
