import { createLogger, RelayLog, RelayMetrics } from '#telemetry';
import { eventually } from '../../../../test/support/eventually.js';
import { RedisWatch } from './redis-watch.js';

function setup() {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const log = new RelayLog(createLogger({ level: 'info', destination, pretty: false }));
  const redis = { error: undefined as Error | undefined, waiting: 0, now: 0 };
  const metrics = new RelayMetrics();
  const watch = new RedisWatch({
    log,
    metrics,
    write: async () => {
      redis.now += 400;
      if (redis.error !== undefined) throw redis.error;
    },
    waiting: () => redis.waiting,
    now: () => redis.now,
    tryEveryMs: 1,
  });
  return { lines, redis, watch };
}

const NOAUTH = new Error('NOAUTH Authentication required.');

describe('RedisWatch', () => {
  it('tells once why Redis cannot be used, once more a minute, and at the end how long and how much', async () => {
    const { lines, redis, watch } = setup();
    redis.error = NOAUTH;
    redis.waiting = 7;
    watch.failed(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
    watch.failed(NOAUTH);
    watch.failed(new Error('Connection is closed.'));
    expect(watch.trouble?.kind).toBe('NOAUTH');
    await eventually(() => redis.now > 70_000, 'more than a minute has passed');
    redis.waiting = 3;
    redis.error = undefined;
    await eventually(() => watch.trouble === undefined, 'it is over');
    watch.stop();
    expect(lines.map(({ event, reason, level }) => [event, reason, level])).toEqual([
      ['redis_failed', 'NOAUTH', 'error'],
      ['redis_failed', 'NOAUTH', 'error'],
      ['redis_recovered', 'NOAUTH', 'info'],
    ]);
    expect(lines[0]).toMatchObject({
      msg: 'Redis wants a password, and none was given.',
      wayOut: expect.stringContaining('REDIS_URL'),
    });
    expect(lines.at(-1)).toMatchObject({ events: 7 });
    expect(Number(lines.at(-1)!['durationMs'])).toBeGreaterThan(70_000);
  });

  it('tells an outage without a reason at the next try, and its end', async () => {
    const { lines, redis, watch } = setup();
    const closed = new Error('Connection is closed.');
    redis.error = closed;
    watch.failed(closed);
    expect(lines).toEqual([]);
    await eventually(() => lines.length > 0, 'it is told');
    redis.error = undefined;
    await eventually(() => watch.trouble === undefined, 'it is over');
    watch.stop();
    expect(lines.map(({ event, reason }) => [event, reason])).toEqual([
      ['redis_failed', 'AWAY'],
      ['redis_recovered', 'AWAY'],
    ]);
  });

  it('tells an outage that is over by the next try, too', async () => {
    const { lines, watch } = setup();
    watch.failed(new Error('Connection is closed.'));
    await eventually(() => watch.trouble === undefined, 'it is over');
    watch.stop();
    expect(lines.map(({ event }) => event)).toEqual(['redis_failed', 'redis_recovered']);
  });

  it('tells once that what is refused again and again is over, and its end when it is', async () => {
    const { lines, redis, watch } = setup();
    const refused = Object.assign(new Error('WRONGTYPE Operation'), { name: 'ReplyError' });
    const events = () => lines.map(({ event }) => event);
    watch.failed(refused);
    await eventually(() => watch.trouble === undefined, 'it seems to be over');
    redis.now += 5000;
    for (const _ of Array(5)) {
      watch.failed(refused);
      const next = redis.now + 5000;
      await eventually(() => redis.now >= next, 'it takes other writes');
    }
    expect(events()).toEqual(['redis_failed', 'redis_recovered', 'redis_failed']);
    await eventually(() => watch.trouble === undefined, 'it is refused no more');
    watch.stop();
    expect(events().slice(3)).toEqual(['redis_recovered']);
    const { durationMs } = lines.at(-1)!;
    expect(durationMs).toBeGreaterThanOrEqual(4 * 5000);
    expect(durationMs).toBeLessThan(8 * 5000);
  });

  it('keeps reporting a database that Redis does not have, though writes to another one work', async () => {
    const { redis, watch } = setup();
    watch.failed(new Error('ERR DB index is out of range'));
    await eventually(() => redis.now > 5000, 'writes have worked for a while');
    expect(watch.trouble?.kind).toBe('NO_DATABASE');
    watch.stop();
  });
});
