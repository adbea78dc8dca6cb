import { Cluster } from 'ioredis';
import { withScripts, type BufferRedis } from '../redis/buffer-redis.js';
import { keySlot } from '../redis/key-slot.js';

const TIMEOUT_MS = 2000;

/** A write was applied, but too few replicas have it so far. It may be repeated. */
export class UnconfirmedWriteError extends Error {
  /** @param answer the answer of Redis to the write. */
  constructor(
    readonly have: number,
    readonly wanted: number,
    readonly answer: unknown,
  ) {
    super(`Only ${have} of ${wanted} replicas confirmed an append.`);
    this.name = 'UnconfirmedWriteError';
  }
}

/**
 * Has replicas confirm writes. `WAIT` covers the writes of its own connection to its own server,
 * whatever their keys: so a write and its `WAIT` go over one connection to the server that has the
 * key's slot, and if that connection ended in between, nothing is confirmed. `WAIT` blocks its
 * connection, here for at most two seconds, so nothing else may depend on that. One `WAIT` covers
 * all writes that were answered before it, so that many bridges wait no longer than one.
 */
export class ReplicaWait {
  readonly #redis: BufferRedis;
  readonly #wanted: number;
  readonly #lines = new WeakMap<BufferRedis, Line>();
  #shortage: string | undefined;

  /** @param redis a connection that is used for nothing else. */
  constructor(redis: BufferRedis, wanted: number) {
    this.#redis = redis;
    this.#wanted = wanted;
  }

  /** Why the last write was not confirmed; absent once one is. */
  get shortage(): string | undefined {
    return this.#shortage;
  }

  /**
   * Writes, and waits for the replicas.
   * @param key one of the keys that are written.
   * @throws {UnconfirmedWriteError}, or an error of Redis: then it is unknown whether it was
   *   written.
   */
  async confirmed<T>(key: string, write: (redis: BufferRedis) => Promise<T>): Promise<T> {
    const server = this.#serverOf(key);
    if (server === undefined) return this.#look(write);
    const line = this.#lineTo(server);
    const { losses } = line;
    let answer: T;
    try {
      answer = await write(server);
    } catch (error) {
      if (/^(?:MOVED|ASK) /u.test((error as Error).message)) return this.#look(write);
      throw error;
    }
    const have = await line.wait(losses, this.#wanted);
    if (have < this.#wanted) {
      const error = new UnconfirmedWriteError(have, this.#wanted, answer);
      this.#shortage = error.message;
      throw error;
    }
    this.#shortage = undefined;
    return answer;
  }

  /** A call makes the cluster's client look where the slot is now. */
  async #look(write: (redis: BufferRedis) => Promise<unknown>): Promise<never> {
    await write(this.#redis);
    throw new Error('The server of an append is not known yet; it is asked again.');
  }

  #serverOf(key: string): BufferRedis | undefined {
    const redis: unknown = this.#redis;
    if (!(redis instanceof Cluster)) return this.#redis;
    const [name] = redis.slots[keySlot(key)] ?? [];
    const node = redis.nodes('master').find(({ options }) => {
      return `${options.host}:${options.port}` === name;
    });
    if (node === undefined) return undefined;
    return 'appendEvents' in node ? (node as BufferRedis) : withScripts(node);
  }

  #lineTo(server: BufferRedis): Line {
    let line = this.#lines.get(server);
    if (line === undefined) {
      line = new Line(server);
      this.#lines.set(server, line);
    }
    return line;
  }
}

interface Round {
  readonly losses: number;
  readonly have: number;
}

/** One connection, whose waits are shared. */
class Line {
  /** How often the connection was lost. */
  losses = 0;
  readonly #redis: BufferRedis;
  #underWay: Promise<unknown> | undefined;
  #next: Promise<Round> | undefined;

  constructor(redis: BufferRedis) {
    this.#redis = redis;
    redis.on('close', () => this.losses++);
  }

  /**
   * How many replicas have everything answered before this call.
   * @param losses how often the connection had been lost when the write was answered.
   */
  async wait(losses: number, wanted: number): Promise<number> {
    this.#next ??= this.#begin(wanted);
    const round = await this.#next;
    if (round.losses !== losses) {
      throw new Error('The connection was lost before an append was confirmed.');
    }
    return round.have;
  }

  async #begin(wanted: number): Promise<Round> {
    await this.#underWay?.catch(() => undefined);
    // Lets writes that were answered in the same moment join.
    await new Promise((resolve) => setImmediate(resolve));
    this.#next = undefined;
    const { losses } = this;
    const waited = this.#redis.wait(wanted, TIMEOUT_MS);
    this.#underWay = waited;
    return { losses, have: await waited };
  }
}
