import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { addressOf, BufferRig, comments, TARGET } from '../support/buffer-rig.js';
import { Gate, WorkerRig } from '../support/worker-rig.js';

describe('the job of a target', () => {
  let buffer: BufferRig;
  let rig: WorkerRig;

  beforeEach(async () => {
    const server = await RedisServer.shared();
    buffer = await BufferRig.open(server);
    rig = new WorkerRig(addressOf(server), buffer.prefix);
  });
  afterEach(async () => {
    await rig.close();
    buffer.close();
  });

  it('starts once for a wake, with a fresh lock', async () => {
    rig.work();
    await rig.wake('a');
    const { target, lock } = await rig.log.started(1);
    expect([target, lock.isFresh()]).toEqual(['a', true]);
    await rig.idle();
    expect(rig.log.starts).toHaveLength(1);
    expect(await rig.queue.counts()).toMatchObject({ failed: 0 });
  });

  it('starts while many others wait, since its lock ends though its worker takes them one by one', async () => {
    const waiting: number[] = [];
    rig.log.drive = async () => {
      waiting.push((await rig.queue.counts())['waiting'] ?? 0);
      return { kind: 'done' };
    };
    await rig.wake(...Array.from({ length: 100 }, (_, i) => `target-${i}`));
    rig.work({ targetsMax: 1000 });
    await rig.log.started(100);
    await rig.idle();
    expect(waiting[0]).toBeGreaterThan(50);
    expect(new Set(rig.log.starts.map(({ target }) => target)).size).toBe(100);
  });

  it('starts once for many wakes before its start', async () => {
    for (let i = 0; i < 20; i++) await rig.wake('a');
    await rig.wake('b', 'a', 'b');
    expect(await rig.queue.counts()).toMatchObject({ waiting: 2 });
    rig.work();
    await rig.log.started(2);
    await rig.idle();
    expect(rig.log.starts.map(({ target }) => target).sort()).toEqual(['a', 'b']);
  });

  it('starts exactly once more for any number of wakes during a run', async () => {
    const gate = new Gate();
    rig.log.drive = async () => {
      await gate.opened;
      return { kind: 'done' };
    };
    rig.work();
    await rig.wake('a');
    await rig.log.started(1);
    for (let i = 0; i < 30; i++) await rig.wake('a');
    gate.open();
    await rig.log.started(2);
    await rig.idle();
    expect(rig.log.starts).toHaveLength(2);
  });

  it('a target never runs twice at a time, however many wake it and work on it', async () => {
    rig.log.drive = async () => {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      return { kind: 'done' };
    };
    rig.work({}, 'one');
    rig.work({}, 'two');
    for (let i = 0; i < 60; i++) await Promise.all([rig.wake('a'), rig.wake('a'), rig.wake('a')]);
    await rig.idle();
    expect(rig.log.runningMost).toBe(1);
    expect(rig.log.starts.length).toBeGreaterThan(1);
    expect(rig.log.errors).toEqual([]);
  });

  it('runs beside the jobs of other targets, as many as the process may', async () => {
    const gate = new Gate();
    rig.log.drive = async () => {
      await gate.opened;
      return { kind: 'done' };
    };
    rig.work({ targetsMax: 3 });
    await rig.wake('a', 'b', 'c', 'd', 'e');
    await rig.log.started(3);
    expect(await rig.queue.counts()).toMatchObject({ active: 3, waiting: 2 });
    gate.open();
    await rig.log.started(5);
    await rig.idle();
    expect(rig.log.runningMost).toBe(3);
  });

  it('starts again when the driver says so, not earlier', async () => {
    rig.log.drive = async () =>
      rig.log.starts.length < 3 ? { kind: 'again', inMs: 150 } : { kind: 'done' };
    rig.work();
    await rig.wake('a');
    await rig.log.started(3);
    await rig.idle();
    const [first, second, third] = rig.log.starts.map(({ at }) => at);
    expect(second! - first!).toBeGreaterThanOrEqual(149);
    expect(third! - second!).toBeGreaterThanOrEqual(149);
    expect(new Set(rig.log.starts.map(({ jobId }) => jobId)).size).toBe(1);
  });

  it('goes behind all other waiting targets where it starts again at once', async () => {
    rig.log.drive = async ({ target }) =>
      target === 'hot' && rig.log.starts.length < 6 ? { kind: 'again', inMs: 0 } : { kind: 'done' };
    await rig.wake('hot', 'a', 'b', 'c');
    rig.work({ targetsMax: 1 });
    await rig.log.started(6);
    await rig.idle();
    const order = rig.log.starts.map(({ target }) => target);
    expect(order.slice(0, 4)).toEqual(['hot', 'a', 'b', 'c']);
    expect(order.slice(4)).toEqual(['hot', 'hot']);
  });

  it('is woken in vain while it is delayed: the delay is kept', async () => {
    rig.log.drive = async () =>
      rig.log.starts.length === 1 ? { kind: 'again', inMs: 600_000 } : { kind: 'done' };
    rig.work();
    await rig.wake('a');
    const { jobId } = await rig.log.started(1);
    await eventually(async () => (await rig.queue.counts())['delayed'] === 1, 'it is delayed');
    const [delayed = ''] = await buffer.redis.keys(`{${buffer.prefix}:queue}:*:delayed`);
    const until = await buffer.redis.zscore(delayed, jobId);
    for (let i = 0; i < 5; i++) await rig.wake('a');
    expect(await rig.queue.counts()).toMatchObject({ delayed: 1, waiting: 0 });
    expect([until, await buffer.redis.zscore(delayed, jobId)]).toEqual([expect.any(String), until]);
    await rig.queue.promote(jobId, 'a');
    await rig.log.started(2);
    await rig.idle();
    expect(rig.log.starts).toHaveLength(2);
  });

  it('is promoted out of a delay, and out of no other state', async () => {
    const gate = new Gate();
    rig.log.drive = async () => {
      if (rig.log.starts.length === 1) return { kind: 'again', inMs: 600_000 };
      await gate.opened;
      return { kind: 'done' };
    };
    rig.work();
    await rig.wake('a');
    const { jobId } = await rig.log.started(1);
    await eventually(async () => (await rig.queue.counts())['delayed'] === 1, 'it is delayed');
    await Promise.all([1, 2, 3].map(async () => rig.queue.promote(jobId, 'a')));
    await rig.log.started(2);
    await rig.queue.promote(jobId, 'a');
    await rig.queue.promote('no-such-job', 'a');
    expect(await rig.queue.counts()).toMatchObject({ active: 1, waiting: 0, delayed: 0 });
    gate.open();
    await rig.idle();
    expect(rig.log.starts).toHaveLength(2);
  });

  it('starts again after a second where the driver failed, and its error is logged', async () => {
    rig.log.drive = async () => {
      if (rig.log.starts.length === 1) throw new Error('a bug');
      return { kind: 'done' };
    };
    rig.work();
    await rig.wake('a');
    await rig.log.started(2);
    await rig.idle();
    expect(rig.log.errors.map(({ message }) => message)).toEqual(['a bug']);
    expect(rig.log.starts[1]!.at - rig.log.starts[0]!.at).toBeGreaterThanOrEqual(999);
    expect(await rig.queue.counts()).toMatchObject({ failed: 0 });
  });

  it('a job says nothing to Redis but which target it is for', async () => {
    await rig.wake(TARGET);
    const keys = await buffer.redis.keys(`{${buffer.prefix}:queue}:*`);
    const job = keys.find((key) => /:\d+$/u.test(key))!;
    expect(await buffer.redis.hget(job, 'data')).toBe(JSON.stringify({ target: TARGET }));
  });

  it('is started by the sweep where its buffer is not empty and no wake came', async () => {
    await buffer.append(comments(3));
    await buffer.append(comments(1), { target: 'default/empty' });
    await buffer.reportAll(10, 'default/empty');
    rig.log.onSweep = async () =>
      rig.wake(
        ...(await buffer.ledger.table.waitingAmong(await buffer.ledger.targets())).map(
          ({ target }) => target,
        ),
      );
    rig.log.drive = async () => {
      await buffer.reportAll();
      return { kind: 'done' };
    };
    rig.work();
    await rig.scheduleSweep(200);
    // Whoever else asks for it changes nothing.
    await rig.scheduleSweep(200);
    await rig.log.started(1);
    await eventually(() => rig.log.sweeps >= 3, 'it sweeps again and again');
    // A sweep that was under way may have woken it once more.
    expect(new Set(rig.log.starts.map(({ target }) => target))).toEqual(new Set([TARGET]));
    await eventually(async () => (await buffer.row())?.waiting === 0, 'the run reports all');
    expect(await buffer.row()).toMatchObject({ reported: 3, waiting: 0 });
  });

  it('is swept every five seconds at most, by default', async () => {
    await rig.scheduleSweep();
    const [scheduler] = await buffer.redis.keys(`{${buffer.prefix}:queue}:*:repeat:sweep`);
    expect(await buffer.redis.hget(scheduler!, 'every')).toBe('5000');
  });
});

describe('the job of a target whose number was given to the job of another', () => {
  it('is found to be gone while that one runs, and is made anew', async () => {
    const buffer = await BufferRig.open();
    const rig = new WorkerRig(addressOf(await RedisServer.shared()), buffer.prefix);
    const gate = new Gate();
    try {
      rig.log.drive = async ({ target }) => {
        if (target === 'default/other') await gate.opened;
        return { kind: 'done' };
      };
      await rig.wake('default/lost');
      // Redis loses the counter of the jobs, and no job.
      const counter = `{${buffer.prefix}:queue}:live-event-reports:id`;
      await buffer.redis.del(counter);
      await rig.wake('default/other');
      expect(await buffer.redis.get(counter)).toBe('1');
      rig.work();
      expect(await rig.log.started(1)).toMatchObject({ target: 'default/other', jobId: '1' });
      expect(await rig.queue.examine('default/other')).toMatchObject({ kind: 'active' });
      expect(await rig.queue.examine('default/lost')).toEqual({ kind: 'none' });
      await rig.wake('default/lost');
      await eventually(
        () => rig.log.starts.some(({ target }) => target === 'default/lost'),
        'it is started',
      );
    } finally {
      gate.open();
      await rig.close();
      buffer.close();
    }
  });
});

describe('jobs that are spread over queues', () => {
  it('start once each on any process, and can be found and promoted', async () => {
    const server = await RedisServer.shared();
    const rig = new WorkerRig(addressOf(server), uniquePrefix(), 4);
    const targets = Array.from({ length: 24 }, (_, i) => `default/room-${i}`);
    try {
      await rig.wake(...targets, ...targets);
      expect(await rig.queue.counts()).toMatchObject({ waiting: 24 });
      expect(await rig.queue.examine(targets[0]!)).toEqual({ kind: 'waiting' });
      let isPutOff = false;
      rig.log.drive = async ({ target }) => {
        if (target !== targets[7] || isPutOff) return { kind: 'done' };
        isPutOff = true;
        return { kind: 'again', inMs: 600_000 };
      };
      rig.work({ targetsMax: 8 });
      rig.work({ targetsMax: 8 }, 'two');
      await rig.log.started(24);
      expect(rig.log.starts.map(({ target }) => target).sort()).toEqual([...targets].sort());
      await eventually(async () => (await rig.queue.counts())['delayed'] === 1, 'one is delayed');
      const place = await rig.queue.examine(targets[7]!);
      expect(place).toMatchObject({ kind: 'delayed' });
      if (place.kind === 'delayed') await rig.queue.promote(place.jobId, targets[7]!);
      expect(await rig.log.started(25)).toMatchObject({ target: targets[7] });
      await rig.idle();
    } finally {
      await rig.close();
    }
  });
});
