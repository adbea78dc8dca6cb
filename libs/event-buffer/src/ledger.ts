import type { BufferKeys } from './buffer-keys.js';
import type { BufferRedis } from './buffer-redis.js';

/** What became of the events of one bridge, over all processes and restarts. */
export interface LedgerRow {
  readonly target: string;
  readonly bridge: string;
  readonly received: number;
  readonly reported: number;
  readonly deadLettered: number;
  readonly waiting: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** received - reported - dead-lettered - dropped - waiting: 0, or something is wrong. */
  readonly unaccounted: number;
}

/** Reads the ledger, which only the append and settle scripts write. */
export class LedgerReader {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** The ids of all targets that were ever registered, sorted. */
  async targets(): Promise<string[]> {
    return (await this.#redis.smembers(this.#keys.targets)).sort();
  }

  /** The ids of the targets whose buffer is not empty. */
  async waitingTargets(): Promise<string[]> {
    const targets = await this.targets();
    const depths = await Promise.all(targets.map(async (target) => this.depthOf(target)));
    return targets.filter((_, i) => depths[i]! > 0);
  }

  /** The rows of one target, by bridge. Each row is read in one step, so it balances. */
  async rowsOf(target: string): Promise<LedgerRow[]> {
    const keys = this.#keys.of(target);
    const bridges = (await this.#redis.smembers(keys.bridges)).sort();
    const rows = bridges.map(async (bridge) =>
      rowOf(target, bridge, await this.#redis.hgetall(keys.ledger(bridge))),
    );
    return Promise.all(rows);
  }

  /** The target's own fields: cursor, depth, live job, pause. Holds the issued report URL. */
  async fieldsOf(target: string): Promise<Readonly<Record<string, string>>> {
    return this.#redis.hgetall(this.#keys.of(target).target);
  }

  /** Events that wait in a target's buffer, 0 for an unknown one. */
  async depthOf(target: string): Promise<number> {
    return Number((await this.#redis.hget(this.#keys.of(target).target, 'waiting')) ?? 0);
  }
}

function rowOf(target: string, bridge: string, fields: Record<string, string>): LedgerRow {
  const count = (name: string): number => Number(fields[name] ?? 0);
  const dropped: Record<string, number> = {};
  let droppedAll = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (!name.startsWith(DROPPED)) continue;
    dropped[name.slice(DROPPED.length)] = Number(value);
    droppedAll += Number(value);
  }
  const [received, reported] = [count('received'), count('reported')];
  const [deadLettered, waiting] = [count('dead'), count('waiting')];
  const unaccounted = received - reported - deadLettered - droppedAll - waiting;
  return { target, bridge, received, reported, deadLettered, waiting, dropped, unaccounted };
}

const DROPPED = 'dropped:';
