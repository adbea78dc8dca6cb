import { CHOOSING_LANES, ENTRY_EVENTS_MAX, versionOf } from '../append/entry.js';
import { parseCursor } from '../drain/cursor.js';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { isOfOneKey } from '../redis/redis-trouble.js';
import { countsOf, type BridgeCounts, type Counts } from './counts.js';

/** A target whose counts were wrong. */
export interface MendedCounts {
  readonly target: string;
  /**
   * How many events of each bridge Redis has lost: counted `lost_in_redis`. Empty if it lost only
   * the counts.
   */
  readonly lost: ReadonlyMap<string, number>;
}

/** How many entries are counted in one step: Redis does nothing else for some milliseconds. */
const PAGE_ENTRIES = 100;
/** After this many pages a run begins no further target: those are left to the next run. */
const PAGES_A_RUN = 100;
const LOOKS_AT_A_TIME = 100;
/** How often a target that waits and looks right is counted. */
const COUNT_EVERY_MS = 30_000;

/**
 * Compares the counts of targets with what is in Redis, and corrects them: a key may be lost while
 * its counts in other keys are not. An obvious difference is counted at once, waiting targets now
 * and then. Bounded: what is too much for one run is left to the next.
 */
export class Recount {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;
  readonly #dead: DeadLetters;
  #countedAt = new Map<string, number>();
  #pagesLeft = 0;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
    this.#dead = new DeadLetters(redis, keys);
  }

  /** @param now by a clock in ms that never jumps. */
  async run(targets: readonly string[], now: number): Promise<MendedCounts[]> {
    this.#pagesLeft = PAGES_A_RUN;
    const before = this.#countedAt;
    this.#countedAt = new Map();
    const doubtful: [string, number][] = [];
    // A target that waited before may now seem not to, since exactly that count was lost.
    const all = [...new Set([...targets, ...before.keys()])];
    for (let from = 0; from < all.length; from += LOOKS_AT_A_TIME) {
      const some = all.slice(from, from + LOOKS_AT_A_TIME);
      const looks = await Promise.all(
        some.map(async (target) => this.#unlessBroken(this.#look(target, false))),
      );
      looks.forEach((counts, i) => {
        const target = some[i]!;
        if (counts === undefined) return;
        const at = before.get(target) ?? now;
        if (isDoubtful(counts)) doubtful.push([target, -Infinity]);
        else if (counts.waiting + counts.choosing === 0) return;
        else if (now - at >= COUNT_EVERY_MS) doubtful.push([target, at]);
        this.#countedAt.set(target, at);
      });
    }
    const mended: MendedCounts[] = [];
    for (const [target] of doubtful.sort(([, a], [, b]) => a - b)) {
      if (this.#pagesLeft <= 0) break;
      const one = await this.#unlessBroken(this.#count(target));
      if (one !== undefined) mended.push(one);
      this.#countedAt.set(target, now);
    }
    return mended;
  }

  /** `undefined` where a key of the target holds something else, which keeps back no other. */
  async #unlessBroken<T>(read: Promise<T>): Promise<T | undefined> {
    return read.catch((error: unknown) => {
      if (!isOfOneKey(error)) throw error;
      return undefined;
    });
  }

  async #look(target: string, isWhole: boolean): Promise<Counts> {
    const keys = this.#keys.of(target);
    const lanes = CHOOSING_LANES.map(keys.choosing);
    const others = [keys.events, ...lanes, keys.dead, keys.bridges];
    const whole = isWhole ? 1 : 0;
    const ledgers = keys.ledger('');
    return countsOf(
      await this.#redis.lookAtCounts({ target: keys.target, others, ledgers, whole }),
    );
  }

  async #count(target: string): Promise<MendedCounts | undefined> {
    const keys = this.#keys.of(target);
    const counts = await this.#look(target, true);
    const [events, ...lanes] = counts.streams;
    const { entry, index } = parseCursor(counts.cursor);
    const there = new Map<string, number>();
    const reported = await this.#add(there, keys.events, events!, versionOf(), { entry, index });
    let chosen = 0;
    for (const [i, lane] of CHOOSING_LANES.entries()) {
      chosen += await this.#add(there, keys.choosing(lane), lanes[i]!, versionOf(lane));
    }
    const dead = await this.#deadOf(target, counts);
    if (Number.isNaN(reported + chosen)) return undefined;

    const unknown = [...there.keys()].filter((name) => !counts.bridges.has(name));
    // The next run knows them.
    if (unknown.length > 0) {
      await this.#redis.sadd(keys.bridges, ...unknown);
      await this.#redis.markTarget({ target: keys.target });
      return undefined;
    }

    const excess = new Map<string, BridgeCounts>();
    for (const [name, told] of counts.bridges) {
      const waiting = told.waiting - (there.get(name) ?? 0);
      const ofDead = told.dead - (dead.get(name) ?? 0);
      if (waiting !== 0 || ofDead !== 0) excess.set(name, { waiting, dead: ofDead });
    }
    const [ofTarget, ofLanes] = [counts.waiting - reported, counts.choosing - chosen];
    if (ofTarget === 0 && ofLanes === 0 && excess.size === 0) return undefined;
    const done = await this.#redis.mendCounts({
      target: keys.target,
      others: [
        keys.events,
        ...CHOOSING_LANES.map(keys.choosing),
        keys.dead,
        ...[...excess.keys()].map(keys.ledger),
      ],
      cursor: counts.cursor,
      recounted: counts.recounted,
      seen: [
        ...counts.streams.map(({ first: id }) => id),
        counts.deadLetters,
        ofTarget,
        ofLanes,
        ...[...excess.values()].flatMap((one) => [one.waiting, one.dead]),
      ],
    });
    if (done !== 1) return undefined;
    const lost = [...excess].map(([name, one]) => {
      return [name, Math.max(0, one.waiting) + Math.max(0, one.dead)] as const;
    });
    return { target, lost: new Map(lost.filter(([, count]) => count > 0)) };
  }

  /**
   * Adds the events of a stream by bridge; returns how many there are, `NaN` if one cannot be read.
   */
  async #add(
    there: Map<string, number>,
    key: string,
    { length, first, last }: Counts['streams'][number],
    version: number,
    cursor = { entry: '', index: 0 },
  ): Promise<number> {
    if (length === 0) return 0;
    let sum = 0;
    let from = cursor.entry === '' || cursor.entry === '0-0' ? first : cursor.entry;
    for (;;) {
      this.#pagesLeft--;
      const [rows, id, ...runs] = await this.#redis.countEntries({
        stream: key,
        from,
        to: last,
        entries: PAGE_ENTRIES,
        version,
        cursor: cursor.entry,
        done: cursor.index,
      });
      if (Number(rows) < 0) return NaN;
      for (let i = 0; i < runs.length; i += 2) {
        const [name, count] = [String(runs[i]), Number(runs[i + 1])];
        there.set(name, (there.get(name) ?? 0) + count);
        sum += count;
      }
      if (Number(rows) < PAGE_ENTRIES) return sum;
      from = `(${id}`;
    }
  }

  /** The dead letters by bridge, read only where their number differs from what the ledgers say. */
  async #deadOf(target: string, counts: Counts): Promise<Map<string, number>> {
    const told = [...counts.bridges].map(([name, { dead }]) => [name, dead] as const);
    const sum = told.reduce((all, [, count]) => all + count, 0);
    if (sum === counts.deadLetters && told.every(([, count]) => count >= 0)) return new Map(told);
    const there = new Map<string, number>();
    if (counts.deadLetters === 0) return there;
    for (let from: string | undefined = '-'; from !== undefined;) {
      this.#pagesLeft--;
      const page = await this.#dead.page(target, from);
      for (const { bridge } of page.letters) there.set(bridge, (there.get(bridge) ?? 0) + 1);
      from = page.next;
    }
    return there;
  }
}

/** Whether the counts are impossible, judged without counting. */
function isDoubtful({ waiting, choosing, streams, deadLetters, bridges }: Counts): boolean {
  const [events, ...lanes] = streams;
  const candidates = lanes.reduce((sum, { length }) => sum + length, 0);
  const all = [...bridges.values()];
  const ofBridges = all.reduce((sum, one) => sum + one.waiting, 0);
  const ofDead = all.reduce((sum, one) => sum + one.dead, 0);
  if (ofBridges !== waiting + choosing || ofDead !== deadLetters) return true;
  if (all.some((one) => one.waiting < 0 || one.dead < 0)) return true;
  return !fits(waiting, events!.length) || !fits(choosing, candidates);
}

/** Each entry holds one event or more, except one that is partly done. */
function fits(events: number, entries: number): boolean {
  return events >= entries && events <= entries * ENTRY_EVENTS_MAX;
}
