import { redisNow } from '../redis/redis-now.js';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { CHOOSING_LANES } from '../append/entry.js';
import { secondOf } from '../leases/second-copy.js';
import { keepField, KEPT_AFTER_REMOVAL_MS, termsField } from './bridge-fields.js';

/** A bridge that no process names is forgotten after this long, in ms: a week. */
const KEPT_MS = 7 * 24 * 3_600_000;
/**
 * Once that is over, a process that still has it gets this long to say so, in ms: a clock may have
 * jumped.
 */
const HEARD_MS = 10 * 60_000;
/** A lease that ended this long ago, in ms, belongs to nobody. */
const LEASE_OVER_MS = 60_000;

/** A bridge, and its terms for reports. */
export interface Registration {
  readonly target: string;
  readonly bridge: string;
  readonly terms?: string | undefined;
}

/** What was forgotten of a target. */
export interface Forgotten {
  readonly bridges: readonly string[];
  readonly isTargetGone: boolean;
}

/**
 * The names of targets and bridges in Redis: which processes announce them, and when they are
 * forgotten.
 */
export class Names {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;
  readonly #heardMs: number;

  constructor(redis: BufferRedis, keys: BufferKeys, heardMs = HEARD_MS) {
    this.#redis = redis;
    this.#keys = keys;
    this.#heardMs = heardMs;
  }

  /** Announces bridges; to be repeated, for Redis may lose it. */
  async keep(all: readonly Registration[], forMs = KEPT_MS): Promise<void> {
    if (all.length === 0) return;
    const byTarget = new Map<string, Map<string, string | undefined>>();
    for (const { target, bridge, terms } of all) {
      const bridges = byTarget.get(target) ?? new Map<string, string | undefined>();
      byTarget.set(target, bridges.set(bridge, terms));
    }
    const ends = (await redisNow(this.#redis)) + forMs;
    await Promise.all([
      this.#redis.sadd(this.#keys.targets, ...byTarget.keys()),
      ...Array.from(byTarget, async ([name, terms]) => this.#keepOf(name, terms, ends)),
    ]);
  }

  async #keepOf(
    name: string,
    terms: ReadonlyMap<string, string | undefined>,
    ends: number,
  ): Promise<void> {
    const { target, bridges } = this.#keys.of(name);
    const fields = [...terms].flatMap(([bridge, text]): (string | number)[] => {
      const kept = [keepField(bridge), ends];
      return text === undefined ? kept : [...kept, termsField(bridge), text];
    });
    const [added] = await Promise.all([
      this.#redis.sadd(bridges, ...terms.keys()),
      this.#redis.hset(target, ...fields),
    ]);
    if (added > 0) await this.#redis.markTarget({ target });
  }

  /** Whether a target is known by its name. */
  async know(target: string): Promise<boolean> {
    return (await this.#redis.sismember(this.#keys.targets, target)) === 1;
  }

  /** Those of some targets that are known by their names. */
  async knownAmong(targets: readonly string[]): Promise<string[]> {
    const known = await this.#redis.smismember(this.#keys.targets, [...targets]);
    return targets.filter((_, i) => known[i] === 1);
  }

  /**
   * A bridge was removed: its counts are kept for another hour, and it is forgotten once none of
   * its events wait; one without counts is told of no more. A process that still has it announces it again.
   */
  async release({ target, bridge }: Registration): Promise<void> {
    await this.keep([{ target, bridge }], KEPT_AFTER_REMOVAL_MS);
    await this.#redis.markTarget({ target: this.#keys.of(target).target });
  }

  /** Forgets those bridges of a target that no process has announced for long. */
  async forget(name: string): Promise<Forgotten> {
    const keys = this.#keys.of(name);
    const { target, bridges, events, dead, seen, seenBefore, chosen, greeted, trail } = keys;
    const known = await this.#redis.smembers(bridges);
    const [isGone, ...forgotten] = await this.#redis.forgetNames({
      target,
      bridges,
      events,
      dead,
      rest: [seen, seenBefore, chosen, greeted, trail, ...CHOOSING_LANES.map(keys.choosing)],
      keepMs: KEPT_MS,
      heardMs: this.#heardMs,
      named: known.map((bridge) => {
        return { bridge, ledger: keys.ledger(bridge), streaks: keys.streaks(bridge) };
      }),
    });
    const isTargetGone = isGone === 1;
    if (isTargetGone) await this.#forgetTarget(name);
    const names = forgotten.map(String);
    if (names.length > 0) await this.#forgetBridges(names);
    return { bridges: names, isTargetGone };
  }

  async #forgetTarget(name: string): Promise<void> {
    const { targets, waiting, missingRooms } = this.#keys;
    await this.#redis.srem(waiting, name);
    await this.#redis.srem(missingRooms, name);
    await this.#redis.srem(targets, name);
    // Somebody may have named it in between.
    const isBack = (await this.#redis.exists(this.#keys.of(name).bridges)) === 1;
    if (isBack) await this.#redis.sadd(targets, name);
  }

  /** Everything else that is kept under a bridge's name, unless it lives on with another target. */
  async #forgetBridges(names: readonly string[]): Promise<void> {
    const { leases, sources, heard, fleet } = this.#keys;
    const before = (await redisNow(this.#redis)) - LEASE_OVER_MS;
    // Its second copy, too, has a lease and whatever goes with one.
    const copies = names.flatMap((name) => [name, secondOf(name)]);
    const held = await this.#redis.hmget(leases, ...copies);
    const over = copies.filter(
      (_, i) => Number(/^\d+:(\d+):/u.exec(held[i] ?? '')?.[1] ?? 0) < before,
    );
    if (over.length === 0) return;
    for (const hash of [leases, sources, heard, fleet.placements, fleet.barred, fleet.leftovers]) {
      await this.#redis.hdel(hash, ...over);
    }
  }
}
