import type { DriveResult, LockTimes } from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { Stage } from '../../support/stage.js';
import { addressOf, BufferRig, comments, TARGET } from '../support/buffer-rig.js';
import { RedisLink } from '../support/redis-link.js';
import { Gate, WorkerRig } from '../support/worker-rig.js';

const SHORT: LockTimes = { lockMs: 900, marginMs: 300, renewEveryMs: 200 };
/** A question of BullMQ that waits for jobs, and for how many seconds. */
const WAIT = /bzpopmin\r\n\$\d+\r\n[^\r]+\r\n\$\d+\r\n([\d.]+)\r\n/giu;
const never = async (): Promise<DriveResult> => new Promise(() => undefined);

function workersOn(stage: Stage, server: RedisServer, prefix = uniquePrefix()): WorkerRig {
  const rig = new WorkerRig(addressOf(server), prefix);
  stage.opens({ stop: async () => rig.close() });
  return rig;
}

async function linkTo(stage: Stage, server: RedisServer): Promise<RedisLink> {
  const link = await RedisLink.open(server);
  return stage.opens(Object.assign(link, { stop: async () => link.cut() }));
}

/** A server that may go, its buffer, and workers on it. */
async function openAll(stage: Stage) {
  const server = stage.opens(await RedisServer.start({ aof: true }));
  const buffer = await BufferRig.open(server);
  stage.opens({ stop: async () => buffer.close() });
  return { server, buffer, rig: workersOn(stage, server, buffer.prefix) };
}

describe('a reporter that is gone', () => {
  it.concurrent(
    'a reporter that dies leaves its targets to another within ten seconds',
    Stage.of(async (stage) => {
      const server = await RedisServer.shared();
      const buffer = await BufferRig.open(server);
      stage.opens({ stop: async () => buffer.close() });
      const rig = workersOn(stage, server, buffer.prefix);
      const link = await linkTo(stage, server);
      rig.log.drive = async ({ worker }) => (worker === 'killed' ? never() : { kind: 'done' });
      rig.work({ redis: link.address }, 'killed');
      await rig.wake('a');
      await rig.log.started(1);
      rig.work({}, 'other');
      const [lock] = await buffer.redis.keys(`*${buffer.prefix}*:lock`);
      const mark = lock!.replace(/[^:]+:lock$/u, 'stalled-check');
      // By Redis's clock: how long its lock outlives it, and how long until the next look for such a lock.
      const leftMs = await eventually(async () => {
        const left = await Promise.all([lock!, mark].map(async (key) => buffer.redis.pttl(key)));
        return Math.min(...left) > 0 && left;
      }, 'it has its lock, and locks were looked for');
      expect(leftMs[0]! + leftMs[1]!).toBeLessThan(10_000);
      await link.cut();
      const second = await rig.log.started(2, 120_000);
      expect(second).toMatchObject({ target: 'a', worker: 'other' });
      await rig.idle();
    }),
  );

  it.concurrent(
    'a reporter that dies again and again never has its target given up',
    Stage.of(async (stage) => {
      const server = await RedisServer.shared();
      const rig = workersOn(stage, server);
      rig.log.drive = async ({ worker }) => (worker === 'last' ? { kind: 'done' } : never());
      const options = { lockTimes: SHORT, stalledEveryMs: 200 };
      await rig.wake('a');
      for (let i = 1; i <= 3; i++) {
        const own = await linkTo(stage, server);
        rig.work({ ...options, redis: own.address }, `killed ${i}`);
        await rig.log.started(i);
        await own.cut();
      }
      rig.work(options, 'last');
      expect(await rig.log.started(4)).toMatchObject({ target: 'a', worker: 'last' });
      await rig.idle();
      expect(await rig.queue.counts()).toMatchObject({ failed: 0 });
    }),
  );

  it.concurrent(
    "a killed reporter's targets go on, though its lock seems to live for an hour",
    Stage.of(async (stage) => {
      const { server, buffer, rig } = await openAll(stage);
      const link = await linkTo(stage, server);
      rig.log.drive = async ({ worker }) => (worker === 'killed' ? never() : { kind: 'done' });
      rig.work({ redis: link.address }, 'killed');
      await rig.wake('a');
      const { jobId } = await rig.log.started(1);
      await link.cut();
      // As Redis's clock leaves both where it goes back by an hour.
      const [lock] = await buffer.redis.keys(`*${buffer.prefix}*:${jobId}:lock`);
      const mark = lock!.replace(/[^:]+:lock$/u, 'stalled-check');
      await buffer.redis.set(mark, '1', 'PX', 3_600_000);
      expect(await buffer.redis.pexpire(lock!, 3_600_000)).toBe(1);
      rig.work({}, 'other');
      expect(await rig.log.started(2)).toMatchObject({ target: 'a', worker: 'other' });
      await rig.idle();
    }),
  );

  it.concurrent(
    'knows by its own clock that its time is over before another begins',
    Stage.of(async (stage) => {
      const server = await RedisServer.shared();
      const rig = workersOn(stage, server);
      const link = await linkTo(stage, server);
      let freshAtTakeover: boolean | undefined;
      rig.log.drive = async ({ worker }) => {
        if (worker === 'cut off') return never();
        freshAtTakeover = rig.log.starts[0]!.lock.isFresh();
        return { kind: 'done' };
      };
      const options = { lockTimes: SHORT, stalledEveryMs: 100 };
      rig.work({ ...options, redis: link.address }, 'cut off');
      await rig.wake('a');
      await rig.log.started(1);
      rig.work(options, 'other');
      await link.cut();
      await rig.log.started(2);
      expect(freshAtTakeover).toBe(false);
    }),
  );
});

describe('a worker while Redis is away', () => {
  it.concurrent(
    'the relay goes on when Redis is back, and nothing that was appended or woken is lost',
    Stage.of(async (stage) => {
      const { server, buffer, rig } = await openAll(stage);
      await buffer.append(comments(5));
      await rig.wake(TARGET);
      await server.kill();
      await expect(buffer.append(comments(1), { number: 2 })).rejects.toThrow();
      await expect(rig.queue.wake(TARGET)).rejects.toThrow();
      await server.restart();
      const reported: string[] = [];
      rig.log.drive = async () => {
        reported.push(...(await buffer.reportAll(2)));
        return { kind: 'done' };
      };
      rig.work();
      await rig.log.started(1);
      await rig.idle();
      expect(reported).toEqual(['0', '1', '2', '3', '4']);
      expect(await buffer.row()).toMatchObject({ received: 5, reported: 5, waiting: 0 });
      // The dedupe, the leases' epochs and the number of the last append are there, too.
      expect(await buffer.append(comments(5), { number: 1 })).toMatchObject({ depthAfter: 0 });
    }),
  );

  it.concurrent(
    'takes jobs again after Redis was killed',
    Stage.of(async (stage) => {
      const { server, rig } = await openAll(stage);
      rig.work();
      await rig.wake('a');
      await rig.log.started(1);
      await rig.idle();
      for (let round = 2; round <= 3; round++) {
        await server.kill();
        await server.restart();
        await rig.wake('a');
        await rig.log.started(round);
        await rig.idle();
      }
    }),
  );

  it(
    'holds no fresh lock once Redis is silent, and a fresh one when it speaks again',
    Stage.of(async (stage) => {
      const { server, rig } = await openAll(stage);
      const gate = new Gate();
      rig.log.drive = async () => {
        await gate.opened;
        return { kind: 'done' };
      };
      // Stale soon, and alive in Redis for long after that, however late this process sees that it is stale.
      rig.work({ lockTimes: { lockMs: 6000, marginMs: 5100, renewEveryMs: 200 } });
      await rig.wake('a');
      const { lock } = await rig.log.started(1);
      server.suspend();
      await eventually(() => !lock.isFresh(), 'the lock is stale');
      server.resume();
      await eventually(() => lock.isFresh(), 'the lock is fresh again');
      expect(lock.lost.aborted).toBe(false);
      gate.open();
      await rig.idle();
      expect(rig.log.starts).toHaveLength(1);
    }),
  );

  it.concurrent(
    'says nothing of a lock that ended while it was away: the job starts again',
    Stage.of(async (stage) => {
      const { buffer, rig } = await openAll(stage);
      const gate = new Gate();
      rig.log.drive = async () => {
        await gate.opened;
        return rig.log.starts.length > 1 ? { kind: 'done' } : { kind: 'again', inMs: 10 };
      };
      // It is missed long after its renewal was refused.
      rig.work({ lockTimes: { ...SHORT, lockMs: 6000 }, stalledEveryMs: 5000 });
      await rig.wake('a');
      const { lock } = await rig.log.started(1);
      await buffer.redis.del(await buffer.redis.keys(`*${buffer.prefix}*:lock`));
      await eventually(() => lock.lost.aborted, 'the lock is lost');
      gate.open();
      await rig.log.started(2);
      await rig.idle();
      expect(rig.log.errors).toEqual([]);
    }),
  );

  it.concurrent(
    'asks a Redis that refuses writes now and then, and not a thousand times a second',
    Stage.of(async (stage) => {
      const { buffer, rig } = await openAll(stage);
      await rig.wake('a');
      await buffer.redis.config('SET', 'min-replicas-to-write', '1');
      rig.work();
      await eventually(() => rig.log.errors.length > 0, 'an error is told');
      const [told, since] = [rig.log.errors.length, Date.now()];
      await eventually(() => rig.log.errors.length >= told + 4, 'more errors are told');
      expect(Date.now() - since).toBeGreaterThan(1000);
      await buffer.redis.config('SET', 'min-replicas-to-write', '0');
      await rig.log.started(1);
      await rig.idle();
    }),
  );
});

describe('a worker that Redis has refused something', () => {
  it.concurrent(
    'puts a job back as soon as it may, so that nobody has to find it without a lock',
    Stage.of(async (stage) => {
      const { buffer, rig } = await openAll(stage);
      let timesFound: string | null | undefined;
      rig.log.drive = async ({ jobId }) => {
        if (rig.log.starts.length === 1) {
          await buffer.redis.config('SET', 'min-replicas-to-write', '1');
          return { kind: 'again', inMs: 10 };
        }
        const [job] = await buffer.redis.keys(`*${buffer.prefix}*:${jobId}`);
        // BullMQ counts it there.
        timesFound = await buffer.redis.hget(job!, 'stc');
        return { kind: 'done' };
      };
      rig.work();
      await rig.wake('a');
      await eventually(() => rig.log.errors.length > 1, 'Redis refuses');
      await buffer.redis.config('SET', 'min-replicas-to-write', '0');
      await rig.log.started(2);
      await rig.idle();
      expect(timesFound).toBeNull();
    }),
  );

  it.concurrent(
    'looks at its queue before it waits again, whose wait for a job that comes due was broken off',
    Stage.of(async (stage) => {
      const { server, buffer, rig } = await openAll(stage);
      const link = await linkTo(stage, server);
      const waits: number[] = [];
      link.breakOn((question) => {
        for (const [, seconds] of String(question).matchAll(WAIT)) waits.push(Number(seconds));
        return undefined;
      });
      rig.log.drive = async () =>
        rig.log.starts.length > 1 ? { kind: 'done' } : { kind: 'again', inMs: 3000 };
      rig.work({ redis: link.address });
      await rig.wake('a');
      await eventually(async () => (await rig.queue.counts())['delayed'] === 1, 'it is delayed');
      const id = await eventually(async () => {
        const clients = String(await buffer.redis.client('LIST')).split('\n');
        const waiting = clients.find((one) => / flags=b .* cmd=bzpopmin /u.test(one));
        return /^id=(\d+)/u.exec(waiting ?? '')?.[1];
      }, 'it waits');
      await buffer.redis.call('CLIENT', 'UNBLOCK', id, 'ERROR');
      await rig.log.started(2);
      // As long as BullMQ waits where it knows of nothing that comes due.
      expect(waits).not.toContain(10);
    }),
  );
});

describe('a worker that stops', () => {
  it.concurrent(
    'waits for its runs under way, and starts no other',
    Stage.of(async (stage) => {
      const server = stage.opens(await RedisServer.start());
      const rig = workersOn(stage, server);
      const gate = new Gate();
      rig.log.drive = async () => {
        await gate.opened;
        return { kind: 'done' };
      };
      const worker = rig.work({ targetsMax: 1 });
      await rig.wake('a', 'b');
      await rig.log.started(1);
      const stopped = worker.stop(10_000);
      gate.open();
      await stopped;
      expect(rig.log.starts).toHaveLength(1);
      expect(rig.log.running).toBe(0);
      expect(await rig.queue.counts()).toMatchObject({ active: 0, waiting: 1 });
    }),
  );

  it.concurrent(
    'waits a bounded time; a hanging run has lost its lock, and another worker goes on',
    Stage.of(async (stage) => {
      const server = stage.opens(await RedisServer.start());
      const rig = workersOn(stage, server);
      rig.log.drive = async ({ worker }) => (worker === 'stops' ? never() : { kind: 'done' });
      const options = { lockTimes: SHORT, stalledEveryMs: 200 };
      const worker = rig.work(options, 'stops');
      await rig.wake('a');
      const { lock } = await rig.log.started(1);
      await worker.stop(100);
      expect([lock.isFresh(), lock.lost.aborted]).toEqual([false, true]);
      rig.work(options, 'other');
      expect(await rig.log.started(2)).toMatchObject({ worker: 'other' });
    }),
  );

  it.concurrent(
    'stops though Redis is silent, or gone',
    Stage.of(async (stage) => {
      const server = stage.opens(await RedisServer.start());
      const rig = workersOn(stage, server);
      const [one, two] = [rig.work({}, 'one'), rig.work({}, 'two')];
      await rig.wake('a');
      await rig.log.started(1);
      server.suspend();
      await one.stop(100);
      server.resume();
      await server.kill();
      await two.stop(100);
      await server.restart();
      expect(rig.log.running).toBe(0);
    }),
  );
});
