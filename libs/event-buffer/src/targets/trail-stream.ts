import { redisNow } from '../redis/redis-now.js';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** The approximate most records of a trail: minutes of a busy chat. */
const RECORDS_MAX = 2500;
/** How many records are read at a time: each may be some tens of kilobytes. */
const RECORDS_A_READ = 50;
/** By how much the clocks of two nodes of a cluster may differ, in ms. */
const AHEAD_MS_MAX = 60_000;
/** The field of an entry with the record, a text that only its writer and reader understand. */
const RECORD = 'r';

/**
 * The trails of targets: what became of their events, in records. All times are by Redis's clock,
 * which makes the ids. Every call rejects when Redis cannot be used.
 */
export class TrailStream {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Adds records to the trail of a target. @param begins whether the trail begins, where there is none. */
  async add(target: string, records: readonly string[], begins: boolean): Promise<void> {
    const { trail } = this.#keys.of(target);
    const limit = ['MAXLEN', '~', RECORDS_MAX] as const;
    await Promise.all(
      records.map(async (record) => {
        return begins
          ? this.#redis.xadd(trail, ...limit, '*', RECORD, record)
          : this.#redis.xadd(trail, 'NOMKSTREAM', ...limit, '*', RECORD, record);
      }),
    );
  }

  async exists(target: string): Promise<boolean> {
    return (await this.#redis.exists(this.#keys.of(target).trail)) === 1;
  }

  /**
   * Removes the records that are older than so many ms, about.
   * @param begins whether it is to be kept again at once: then one that was begun while Redis's clock was ahead begins
   *   anew. Ids never go back, so that none of its records would get old until the clock is there again.
   */
  async trim(target: string, keptMs: number, begins: boolean): Promise<void> {
    const { trail } = this.#keys.of(target);
    const now = await redisNow(this.#redis);
    await this.#redis.xtrim(trail, 'MINID', '~', String(now - keptMs));
    if (!begins) return;
    const ahead = await this.#redis.xrange(trail, String(now + AHEAD_MS_MAX), '+', 'COUNT', 1);
    if (ahead.length > 0) await this.#redis.unlink(trail);
  }

  /**
   * Removes all records. The trail stays, and ends when it would have: one that another process began anew, which
   * takes it to be there, would never end.
   */
  async empty(target: string): Promise<void> {
    await this.#redis.xtrim(this.#keys.of(target).trail, 'MAXLEN', 0);
  }

  /** Removes the trail, unless it is kept again within so many ms. */
  async keep(target: string, forMs: number): Promise<void> {
    await this.#redis.pexpire(this.#keys.of(target).trail, forMs);
  }

  /**
   * The records of the last so many ms, the oldest first, some at a time: those of a busy target are tens of
   * megabytes, and others wait for Redis meanwhile.
   */
  async *read(target: string, lastMs: number): AsyncGenerator<readonly string[]> {
    const { trail } = this.#keys.of(target);
    let from = String((await redisNow(this.#redis)) - lastMs);
    for (;;) {
      const rows = await this.#redis.xrange(trail, from, '+', 'COUNT', RECORDS_A_READ);
      yield rows.map(([, [field, record = '']]) => (field === RECORD ? record : ''));
      if (rows.length < RECORDS_A_READ) return;
      from = `(${rows.at(-1)![0]}`;
    }
  }
}
