import { ConnectTurns } from '../../apps/relay/src/network/connect-turns.js';
import { BufferRig } from '../event-buffer/buffer-rig.js';
import { RedisServer } from '../support/redis-server.js';

const PACE = { name: 'twitch-joins', max: 5, periodMs: 1000, owner: 'oauth:secret' };
const URL_OF_ALL = 'wss://irc-ws.chat.twitch.tv/';

/** When each of so many attempts had its turn, of processes that attempt at the same time. */
async function turnsOf(processes: readonly ConnectTurns[], count: number): Promise<number[]> {
  const { signal } = new AbortController();
  const times: number[] = [];
  const attempts = Array.from({ length: count }, async (_, i) => {
    await processes[i % processes.length]!.take(URL_OF_ALL, PACE, signal);
    times.push(performance.now());
  });
  await Promise.all(attempts);
  return times.toSorted((one, other) => one - other);
}

const away = async (): Promise<never> => {
  throw new Error('away');
};

function processOf(rig: BufferRig, takeToken?: () => Promise<number>): ConnectTurns {
  const { keys } = rig;
  return new ConnectTurns({
    redis: takeToken === undefined ? rig.redis : { takeToken },
    keys,
    egressOf: () => 'one',
    collectors: () => 2,
  });
}

describe('the turns in which sources connect', () => {
  it('are shared by all processes, and no key tells whose account it is', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const times = await turnsOf([processOf(rig), processOf(rig)], 14);
    // Timers may be a little early.
    // The first of a period may arrive late, and the next ones early.
    expect(times[5]! - times[4]!).toBeGreaterThan(1100);
    expect(times[10]! - times[9]!).toBeGreaterThan(1100);
    const [key, ...others] = await rig.redis.keys(`${rig.prefix}:connects:*`);
    expect(others).toEqual([]);
    expect(key).toMatch(/:connects:twitch-joins:[\da-f]{16}$/u);
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
    const takeToken = async (): Promise<never> => {
      asked++;
      return new Promise(() => {});
    };
    expect(await turnsOf([processOf(rig, takeToken)], 5)).toHaveLength(5);
    expect(asked).toBe(1);
    rig.close();
  });

  it('are left at once by who gives up, whoever stands before it', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const turns = processOf(rig);
    const pace = { ...PACE, max: 1, periodMs: 600_000 };
    await turns.take(URL_OF_ALL, pace, new AbortController().signal);
    const [before, behind] = [new AbortController(), new AbortController()];
    const waits = turns.take(URL_OF_ALL, pace, before.signal);
    const leaves = turns.take(URL_OF_ALL, pace, behind.signal);
    behind.abort();
    await leaves;
    before.abort();
    await waits;
    expect(await rig.redis.keys(`${rig.prefix}:connects:*`)).toHaveLength(1);
    rig.close();
  });

  it('are nobody else to tell in this machine and network, nor for who gave up', async () => {
    const rig = await BufferRig.open(await RedisServer.shared());
    const turns = processOf(rig);
    const gaveUp = AbortSignal.abort();
    for (let i = 0; i < 20; i++) {
      await turns.take('ws://127.0.0.1:1/', undefined, new AbortController().signal);
      await turns.take(URL_OF_ALL, PACE, gaveUp);
    }
    expect(await rig.redis.keys(`${rig.prefix}:connects:*`)).toEqual([]);
    rig.close();
  });
});
