import { once } from 'node:events';
import { LeaseKeeper, type LeaseTimes } from '#event-buffer';
import { askedLeases } from '../../../libs/event-buffer/src/scripts/fleet/lease.lua.js';
import { leasesOf } from '../../support/bridge-notes.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';
import { BufferRig, comments } from '../support/buffer-rig.js';

/** Short, and longer than a busy machine holds up this process, in which all holders are. */
const TIMES: LeaseTimes = { livesMs: 2500, renewEveryMs: 100 };

/** A collector as far as leases go: what it holds, and all that it was told. */
class Holder {
  readonly keeper: LeaseKeeper;
  readonly held = new Map<string, number>();
  readonly log: string[] = [];
  failures = 0;

  constructor(rig: BufferRig, name: string, times = TIMES) {
    const listener = {
      held: (bridge: string, epoch: number) => {
        this.held.set(bridge, epoch);
        this.log.push(`held ${bridge}`);
      },
      lost: (bridge: string) => {
        this.held.delete(bridge);
        this.log.push(`lost ${bridge}`);
      },
      renewalFailed: () => {
        this.failures++;
      },
    };
    this.keeper = new LeaseKeeper(rig.redis, rig.keys, name, listener, times);
  }

  async holds(bridge: string): Promise<number> {
    return eventually(() => this.held.get(bridge), `${bridge} is held`);
  }
}

describe('leases', () => {
  let rig: BufferRig;
  const holders: Holder[] = [];

  function holder(name: string, of = rig, times = TIMES): Holder {
    const made = new Holder(of, name, times);
    holders.push(made);
    return made;
  }

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(async () => {
    await Promise.all(holders.splice(0).map(async ({ keeper }) => keeper.stop()));
    rig.close();
  });

  it('cost Redis some commands a renewal, not some a bridge', async () => {
    const server = await RedisServer.start();
    try {
      const own = await BufferRig.open(server);
      const { keeper, held } = holder('a', own, { livesMs: 60_000, renewEveryMs: 60_000 });
      const bridges = Array.from({ length: 2500 }, (_, i) => `bridge-${i}`);
      await keeper.start(bridges);
      expect(held.size).toBe(2500);
      const stats = await own.redis.info('commandstats');
      const calls = (name: string): number =>
        Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`, 'u').exec(stats)?.[1] ?? 0);
      expect(calls('hmget') + calls('hset') + calls('hget')).toBeLessThanOrEqual(6);
      expect((await leasesOf(own.ledger)).size).toBe(2500);
      await keeper.stop();
      own.close();
    } finally {
      await server.stop();
    }
  });

  it('cost neither an argument nor an answer a bridge where all stay as they are', async () => {
    const { keys, redis } = rig;
    const call = { leases: keys.leases, holder: 'a', livesMs: 600_000, claimsFrom: 0, heardAt: 0 };
    const named = Array.from({ length: 2500 }, (_, i) => [`bridge-${i}`, 0] as const);
    const [, , ...told] = await redis.renewLeases({ ...call, asked: askedLeases(named) });
    const held = named.map(([bridge], i) => {
      expect(told[2 * i]).toBe(bridge);
      return [bridge, Number(told[2 * i + 1])] as const;
    });
    expect(await redis.renewLeases({ ...call, asked: askedLeases(held) })).toHaveLength(2);
    const others = { ...call, holder: 'b', asked: askedLeases(named) };
    const [now, endsAt, ...more] = await redis.renewLeases(others);
    expect(Number(endsAt)).toBeGreaterThan(Number(now));
    expect(more).toEqual([]);
    await redis.hset(keys.leases, 'bridge-7', `${held[7]![1]}:0:`);
    const asked = askedLeases([...held.slice(0, 7), ['bridge-7', -1]]);
    expect((await redis.renewLeases({ ...call, asked })).slice(2)).toEqual(['bridge-7', 'free']);
  });

  it('are held by one collector each, however many ask at the same time', async () => {
    const bridges = Array.from({ length: 30 }, (_, i) => `bridge-${i}`);
    const three = ['a', 'b', 'c'].map((name) => holder(name));
    await Promise.all(three.map(async ({ keeper }) => keeper.start(bridges)));
    expect(three.flatMap(({ held }) => [...held.keys()]).sort()).toEqual(bridges.sort());
    const epochs = new Map(three.flatMap(({ held }) => [...held]));
    // Longer than a lease lives: renewals keep everything where it is.
    const renewed = async (): Promise<boolean> => {
      const now = Number((await rig.redis.time())[0]) * 1000;
      return now > Math.max(...epochs.values()) + 2 * TIMES.livesMs;
    };
    await eventually(renewed, 'the leases were renewed');
    expect(new Map(three.flatMap(({ held }) => [...held]))).toEqual(epochs);
    expect(three.flatMap(({ log }) => log)).toHaveLength(bridges.length);
  });

  it('go over at once when a collector stops, under a larger epoch', async () => {
    const long = { livesMs: 600_000, renewEveryMs: 20 };
    const [a, b] = [holder('a', rig, long), holder('b', rig, long)];
    await a.keeper.start(['main']);
    await b.keeper.start(['main']);
    expect(b.held.size).toBe(0);
    const first = a.held.get('main')!;
    await a.keeper.stop();
    expect(await b.holds('main')).toBeGreaterThan(first);
    expect(a.keeper.epochOf('main')).toBe(0);
  });

  it('are given back even where a collector stops before it knows its leases', async () => {
    const [a, b] = [holder('a', rig, { livesMs: 600_000, renewEveryMs: 20 }), holder('b')];
    const starting = a.keeper.start(['main']);
    await a.keeper.stop();
    await starting;
    expect(a.log).toEqual([]);
    await b.keeper.start(['main']);
    expect(b.held.has('main')).toBe(true);
  });

  it('are given back where a collector is given a bridge that was removed from it meanwhile', async () => {
    const lives = { livesMs: 600_000, renewEveryMs: 600_000 };
    const [a, b] = [holder('a', rig, lives), holder('b', rig, lives)];
    await a.keeper.start(['other']);
    const epoch = Date.now();
    await rig.redis.hset(rig.keys.leases, 'main', `${epoch}:${epoch + 600_000}:a`);
    a.keeper.handedOver('main', epoch);
    await eventually(
      async () => (await leasesOf(rig.ledger)).get('main') === undefined,
      'it is free',
    );
    await b.keeper.start(['main']);
    expect(b.held.get('main')).toBeGreaterThan(epoch);
    expect(a.log).toEqual(['held other']);
  });

  it('go over when they expire, where their holder died', async () => {
    const gone = await BufferRig.open(undefined, rig.prefix);
    const [a, b] = [holder('a', gone), holder('b')];
    await a.keeper.start(['main']);
    const first = a.held.get('main')!;
    await b.keeper.start(['main']);
    gone.close();
    expect(await b.holds('main')).toBeGreaterThanOrEqual(first + TIMES.livesMs);
    // It could not know, since it was cut off; what it appends is refused.
    expect(a.held.get('main')).toBe(first);
    await rig.append(comments(1), { epoch: b.held.get('main')! });
    expect(await rig.append(comments(1), { epoch: first })).toEqual({ kind: 'stale' });
  });

  it('are lost to a holder that was cut off, where another took them meanwhile', async () => {
    const cut = await BufferRig.open(undefined, rig.prefix);
    const [a, b] = [holder('a', cut), holder('b')];
    await a.keeper.start(['main', 'other']);
    const cutOff = once(cut.redis, 'end');
    cut.redis.disconnect();
    await cutOff;
    await b.keeper.start(['main']);
    const taken = await b.holds('main');
    expect(a.failures).toBeGreaterThan(0);
    const other = a.held.get('other')!;
    await cut.redis.connect();
    await eventually(() => !a.held.has('main'), 'the bridge was lost');
    expect(a.held.get('other')).toBe(other);
    expect(b.held.get('main')).toBe(taken);
    cut.close();
  });

  it('are lost, and taken anew, where another held them meanwhile and gave them back', async () => {
    const a = holder('a');
    await a.keeper.start(['main']);
    const other = a.held.get('main')! + 5000;
    await rig.redis.hset(rig.keys.leases, 'main', `${other}:0:`);
    await eventually(() => a.log.length > 1, 'it was noticed');
    expect(a.log).toEqual(['held main', 'lost main', 'held main']);
    expect(a.held.get('main')).toBeGreaterThan(other);
    expect(a.keeper.epochOf('main')).toBe(a.held.get('main'));
  });

  it('stay with whom they were given to, where the giver is the first to ask after Redis was away', async () => {
    const { keys, redis } = rig;
    const renew = async (by: string, epoch: number, heardAt: number): Promise<string> => {
      const call = { leases: keys.leases, holder: by, livesMs: 600_000, claimsFrom: 0, heardAt };
      const answer = await redis.renewLeases({ ...call, asked: askedLeases([['main', epoch]]) });
      return answer[3] ?? String(epoch);
    };
    const [given, ended] = [Date.now(), Date.now() - 1];
    await redis.hset(keys.leases, 'main', `${given}:${ended}:taker`);
    // It has not heard that it gave the bridge away, and the lease that it gave has ended.
    expect(await renew('giver', given - 5000, 1)).toBe('0');
    expect(await renew('taker', given, 1)).toBe(String(given));
  });

  it('grow in epoch even where Redis lost all leases, or its clock was set back', async () => {
    const a = holder('a');
    await a.keeper.start(['main']);
    const first = a.held.get('main')!;
    await rig.redis.del(rig.keys.leases);
    const second = await eventually(
      () => a.keeper.epochOf('main') > first && a.keeper.epochOf('main'),
      'a newer epoch was given',
    );
    expect(a.log).toEqual(['held main', 'held main']);
    // As if the epochs before had been given by a clock that was far ahead.
    const ahead = second + 86_400_000;
    await a.keeper.stop();
    await rig.redis.hset(rig.keys.leases, 'main', `${ahead}:0:`);
    const b = holder('b');
    await b.keeper.start(['main']);
    expect(b.held.get('main')).toBe(ahead + 1);
  });

  it('end, and are claimed, in time where a clock that was ahead wrote until when', async () => {
    const { keys, redis } = rig;
    const [day, livesMs] = [86_400_000, 600_000];
    const now = async () => Number((await redis.time())[0]) * 1000;
    const ask = async (held: number, claimsFrom = 0): Promise<number> => {
      const call = { leases: keys.leases, holder: 'b', livesMs, claimsFrom, heardAt: 0 };
      const answer = await redis.renewLeases({ ...call, asked: askedLeases([['main', held]]) });
      return Number(answer[3] ?? held);
    };
    await redis.hset(keys.leases, 'main', `7:${(await now()) + day}:a`);
    expect(await ask(0)).toBe(0);
    const [epoch, endsAt, by] = (await redis.hget(keys.leases, 'main'))!.split(':');
    expect([epoch, by]).toEqual(['7', 'a']);
    expect(Number(endsAt)).toBeLessThanOrEqual((await now()) + livesMs + 1000);
    await redis.del(keys.leases);
    // After an outage claims wait for the holders, as long as a lease lives at most.
    expect(await ask(0, (await now()) + livesMs - 60_000)).toBe(0);
    expect(await ask(0, (await now()) + day)).toBeGreaterThan(0);
    // Redis has lost the lease, and its clock is behind the one by which the epoch was given.
    await redis.del(keys.leases);
    const named = (await now()) + day;
    expect(await ask(named)).toBe(named + 1);
  });

  it('are given up once an append was refused, and claimed anew under a larger epoch', async () => {
    const a = holder('a');
    await a.keeper.start(['main']);
    const first = a.held.get('main')!;
    // Redis knows of a newer epoch, though nobody holds it.
    await rig.append(comments(1), { epoch: first + 1 });
    expect(await rig.append(comments(1), { epoch: first })).toEqual({ kind: 'stale' });
    await a.keeper.refused('main', first);
    // It may be held again already.
    expect(a.log.slice(0, 2)).toEqual(['held main', 'lost main']);
    const next = await a.holds('main');
    expect(next).toBeGreaterThan(first + 1);
    expect(await rig.append(comments(1), { epoch: next })).toMatchObject({ kind: 'appended' });
  });

  it('are never renewed under a refused epoch, though giving it back failed', async () => {
    const cut = await BufferRig.open(undefined, rig.prefix);
    const a = holder('a', cut);
    await a.keeper.start(['main']);
    const first = a.held.get('main')!;
    const cutOff = once(cut.redis, 'end');
    cut.redis.disconnect();
    await cutOff;
    await a.keeper.refused('main', first);
    expect(a.failures).toBeGreaterThan(0);
    await cut.redis.connect();
    expect(await a.holds('main')).toBeGreaterThan(first);
    await a.keeper.stop();
    cut.close();
  });

  it('stay with their holder when an old refusal comes in late', async () => {
    const a = holder('a');
    await a.keeper.start(['main']);
    await a.keeper.refused('main', a.held.get('main')! - 1);
    expect(a.log).toEqual(['held main']);
  });

  it('of bridges that come later are claimed at once, not with the next renewal', async () => {
    const a = holder('a', rig, { livesMs: 600_000, renewEveryMs: 300_000 });
    await a.keeper.start();
    a.keeper.want('main');
    a.keeper.want('other');
    await a.holds('main');
    await a.holds('other');
    a.keeper.want('late');
    await a.holds('late');
  });

  it('go back alone where one bridge is dropped, and nothing more is told of it', async () => {
    const long = { livesMs: 600_000, renewEveryMs: 20 };
    const [a, b] = [holder('a', rig, long), holder('b', rig, long)];
    await a.keeper.start(['main', 'other']);
    const first = a.held.get('main')!;
    await a.keeper.drop('main');
    await b.keeper.start(['main', 'other']);
    expect([...b.held.keys()]).toEqual(['main']);
    expect(b.held.get('main')).toBeGreaterThan(first);
    expect(a.log).toEqual(['held main', 'held other']);
    expect(a.keeper.epochOf('main')).toBe(0);
  });

  it('are held anew by a holder that wants them again, without another between', async () => {
    const long = { livesMs: 600_000, renewEveryMs: 5 };
    const [a, b] = [holder('a', rig, long), holder('b', rig, long)];
    await a.keeper.start(['main']);
    await b.keeper.start(['main']);
    const first = a.held.get('main')!;
    a.keeper.want('main');
    await eventually(() => a.held.get('main')! > first, 'a newer epoch');
    expect(a.log).toEqual(['held main', 'held main']);
    expect(b.log).toEqual([]);
  });

  it('are renewed and taken beside one that cannot be read', async () => {
    const { redis, keys } = rig;
    const a = holder('a');
    await a.keeper.start(['main', 'other']);
    const first = a.held.get('main')!;
    await redis.hset(keys.leases, { main: 'no lease', lone: '1:2' });
    await eventually(() => a.held.get('main')! > first, 'it is held anew');
    await holder('b').keeper.start(['main', 'other', 'lone']);
    expect(await leasesOf(rig.ledger)).toMatchObject(
      new Map([
        ['main', { holder: 'a' }],
        ['other', { holder: 'a' }],
        ['lone', { holder: 'b' }],
      ]),
    );
    expect(a.failures).toBe(0);
  });

  it('outlive a Redis that is full', async () => {
    const server = await RedisServer.start({ settings: { maxmemory: '100kb' } });
    const own = await BufferRig.open(server);
    try {
      const a = holder('a', own);
      await a.keeper.start(['main']);
      expect(a.held.has('main')).toBe(true);
    } finally {
      await Promise.all(holders.splice(0).map(async ({ keeper }) => keeper.stop()));
      own.close();
      await server.stop();
    }
  });
});

/** A connection to a Redis that may be away. */
async function rigOn(stage: Stage, server: RedisServer, prefix?: string): Promise<BufferRig> {
  const rig = await BufferRig.open(server, prefix);
  stage.opens({ stop: async () => rig.close() });
  return rig;
}

function holderOn(stage: Stage, rig: BufferRig, name: string, times = TIMES): Holder {
  const made = new Holder(rig, name, times);
  stage.opens(made.keeper);
  return made;
}

// Side by side: each has a Redis of its own, and they mostly wait for it.
describe('leases, after Redis was away', () => {
  it.concurrent(
    'go back to a holder that was cut off, under the same epoch, where no other took them',
    Stage.of(async (stage) => {
      const server = stage.opens(await RedisServer.start());
      const own = await rigOn(stage, server);
      const a = holderOn(stage, own, 'a');
      await a.keeper.start(['main']);
      const first = a.held.get('main')!;
      const ends = first + TIMES.livesMs;
      server.suspend();
      // By the clock of this machine, which is Redis's: the lease has ended.
      await eventually(() => Date.now() > ends + 50, 'the lease ended');
      server.resume();
      const lease = async (): Promise<number> =>
        Number((await own.redis.hget(own.keys.leases, 'main'))!.split(':')[1]);
      await eventually(async () => (await lease()) > ends + 50, 'it was renewed');
      expect(a.keeper.epochOf('main')).toBe(first);
      expect(a.log).toEqual(['held main']);
    }),
  );

  it.concurrent(
    'wait for their holder, whichever collector asks first',
    Stage.of(async (stage) => {
      const server = stage.opens(await RedisServer.start());
      const ofHolder = await rigOn(stage, server, 'own');
      const ofOthers = await rigOn(stage, server, 'own');
      // The holder asks so seldom that all others would be before it.
      const a = holderOn(stage, ofHolder, 'a', { livesMs: 2500, renewEveryMs: 800 });
      const others = ['b', 'c', 'd'].map((name) =>
        holderOn(stage, ofOthers, name, { livesMs: 2500, renewEveryMs: 400 }),
      );
      await a.keeper.start(['main']);
      const first = a.held.get('main')!;
      await Promise.all(others.map(async ({ keeper }) => keeper.start(['main'])));
      for (let outages = 0; outages < 2; outages++) {
        const from = Date.now();
        server.suspend();
        await eventually(() => Date.now() > from + 3000, 'the lease ended');
        server.resume();
        const back = Date.now();
        await eventually(() => Date.now() > back + 2500, 'all have asked several times');
        expect(a.keeper.epochOf('main')).toBe(first);
        expect(others.flatMap(({ log }) => log)).toEqual([]);
      }
      // One that is gone for good is followed all the same.
      ofHolder.close();
      await eventually(() => others.some(({ held }) => held.has('main')), 'another has it');
    }),
    180_000,
  );

  it.concurrent(
    'are left to their holders for two renewals',
    Stage.of(async (stage) => {
      const server = stage.opens(await RedisServer.start());
      const own = await rigOn(stage, server);
      // Its holder does not come back.
      const ends = Date.now() + TIMES.livesMs;
      await own.redis.hset(own.keys.leases, 'main', `1:${ends}:dead`);
      const b = holderOn(stage, own, 'b', { ...TIMES, renewEveryMs: 500 });
      await b.keeper.start(['main', 'other']);
      server.suspend();
      await eventually(() => Date.now() > ends + 50, 'the lease ended');
      const back = Date.now();
      server.resume();
      // An epoch is the time at which it was given, by the clock of this machine, which is Redis's.
      expect((await b.holds('main')) - back).toBeGreaterThanOrEqual(1000);
    }),
  );
});
