import { appendTo, type Admitted } from './append-model.js';
import { RedisModel, type Argument } from './redis-model.js';

/** One settlement as it was applied. */
export interface Settled {
  readonly target: string;
  readonly events: string;
  readonly from: string;
  readonly to: string;
  readonly passed: number;
  readonly delivered: boolean;
  /** What it wrote to each ledger, by key. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly deadFragments: readonly string[];
}

export interface BufferObserver {
  admitted(admitted: Admitted): void;
  settled(settled: Settled): void;
}

type Rows = [Buffer, Buffer[]][];

/**
 * What the scripts of the buffer promise, written a second time and the simple way, over a Redis
 * in memory. `test/event-buffer` holds it to the real scripts: the same commands, the same
 * answers, the same keys afterwards.
 */
export class BufferModel {
  readonly redis: RedisModel;
  /** Grows with each command that may have changed what events wait or an account of them. */
  changes = 0;
  /** The epoch of the next drain: a real Redis has given it. */
  nextEpoch: string | undefined;
  published: (channel: string, message: string) => void = () => {};
  readonly #observer: BufferObserver | undefined;

  constructor(now: () => number, observer?: BufferObserver) {
    this.redis = new RedisModel(now);
    this.#observer = observer;
  }

  appendEvents(...given: Argument[]): readonly (string | number)[] {
    this.changes++;
    // The lanes in which events wait to be chosen are not modelled: none is for them here.
    const modelled = [...given.slice(0, 6), ...given.slice(9)];
    return appendTo(this.redis, modelled, (admitted) => this.#observer?.admitted(admitted));
  }

  beginDrain(target: string, jobId: string): readonly string[] {
    const hash = this.redis.hash(target);
    const least = Number(hash.get('drain') ?? 0) + 1;
    const epoch = this.nextEpoch ?? String(Math.max(least, this.redis.now() * 1000));
    hash.set('drain', epoch);
    hash.set('job', jobId);
    for (const name of ['delay', 'delayMs', 'held']) hash.delete(name);
    return [epoch, String(this.redis.now()), ...[...hash].flat()];
  }

  noteDrain(target: string, ...given: Argument[]): number {
    const [epoch, ...pairs] = given.map(String);
    const hash = this.redis.hash(target);
    if (hash.get('drain') !== epoch) return 0;
    setFields(hash, pairs);
    return 1;
  }

  /** Nothing is ever lost here. */
  giveUpLost(): readonly number[] {
    return [];
  }

  releaseDrain(target: string, epoch: string): number {
    const hash = this.redis.hash(target);
    if (hash.get('drain') !== epoch) return 0;
    const waiting = Number(hash.get('waiting') ?? 0);
    if (waiting === 0)
      for (const name of ['held', 'delay', 'delayUntil', 'delayMs']) hash.delete(name);
    return waiting;
  }

  settleEvents(keyCount: number, ...given: Argument[]): readonly number[] {
    this.changes++;
    const [target = '', events = '', dead = '', ...ledgers] = given.slice(0, keyCount).map(String);
    const rest = given.slice(keyCount);
    const [epoch, from = '', to = '', first = ''] = rest.slice(0, 4).map(String);
    const passed = Number(rest[4]);
    const hash = this.redis.hash(target);
    const cursor = hash.get('cursor') ?? '0-0:0';
    const waiting = Number(hash.get('waiting') ?? 0);
    if (hash.get('drain') !== epoch) return [0];
    // No operator pauses or holds a target here.
    const control = 0;
    if (cursor !== from) return cursor === to ? [1, waiting, control] : [0];

    hash.set('cursor', to);
    const delivered = String(rest[5]) === '1';
    if (delivered) {
      for (const name of ['failures', 'failing', 'pausedReason', 'pausedAt']) hash.delete(name);
    }
    let at = 7 + Number(rest[6]) * 2;
    setFields(hash, rest.slice(7, at).map(String));
    const counts = new Map<string, Map<string, number>>();
    for (const ledger of ledgers) {
      const end = at + 1 + Number(rest[at]) * 2;
      counts.set(ledger, countsOf(rest.slice(at + 1, end)));
      at = end;
    }
    const letters = rest.slice(at);
    const deadFragments = letters.filter((_, i) => i % 2 === 1).map(String);
    // Looked at while what is passed is still there.
    this.#observer?.settled({ target, events, from, to, passed, delivered, counts, deadFragments });
    this.redis.trim(events, first);
    for (const [ledger, fields] of counts) {
      for (const [field, by] of fields) this.redis.count(ledger, field, by);
      const lost = Number(this.redis.hash(ledger).get('waiting') ?? 0);
      if (lost < 0) this.redis.count(ledger, 'received', -lost);
      if (lost < 0) this.redis.hash(ledger).set('waiting', '0');
    }
    for (let i = 0; i < letters.length; i += 2) {
      this.redis.add(dead, { m: bytesOf(letters[i]!), d: bytesOf(letters[i + 1]!) });
    }
    const left = Math.max(0, waiting - passed);
    hash.set('waiting', String(left));
    return [1, left, control];
  }

  removeDeadLetters(keyCount: number, ...given: Argument[]): number {
    this.changes++;
    const [dead = '', ...ledgers] = given.slice(0, keyCount).map(String);
    const [reason, ...letters] = given.slice(keyCount).map(String);
    let removed = 0;
    for (let i = 0; i < letters.length; i += 2) {
      if (!this.redis.remove(dead, letters[i]!)) continue;
      removed++;
      const ledger = ledgers[Number(letters[i + 1]) - 1];
      if (ledger === undefined) continue;
      this.redis.count(ledger, 'dead', -1);
      this.redis.count(ledger, `dropped:${reason}`, 1);
    }
    return removed;
  }

  xrangeBuffer(key: string, from: string, to: string, _: 'COUNT', count: number): Rows {
    return this.redis.range(key, from, to, count).map(({ id, fields }) => {
      return [Buffer.from(id), [...fields].flatMap(([name, value]) => [Buffer.from(name), value])];
    });
  }

  xlen(key: string): number {
    return this.redis.stream(key).length;
  }

  time(): [number, number] {
    return [Math.floor(this.redis.now() / 1000), 0];
  }

  sadd(key: string, member: string): number {
    this.redis.addMembers(key, [member]);
    return 1;
  }

  smembers(key: string): string[] {
    return [...this.redis.set(key)];
  }

  hget(key: string, field: string): string | null {
    return this.redis.hash(key).get(field) ?? null;
  }

  hset(key: string, field: string, value: string): number {
    const hash = this.redis.hash(key);
    const isNew = !hash.has(field);
    hash.set(field, value);
    return isNew ? 1 : 0;
  }

  hmget(key: string, ...fields: string[]): (string | null)[] {
    return fields.map((field) => this.hget(key, field));
  }

  /** Nobody is told by it: who listens is the simulation's affair. */
  publish(channel: string, message: string): number {
    this.published(channel, message);
    return 1;
  }

  hgetall(key: string): Record<string, string> {
    return Object.fromEntries(this.redis.hash(key));
  }
}

function setFields(hash: Map<string, string>, pairs: readonly string[]): void {
  for (let i = 0; i < pairs.length; i += 2) {
    const [name = '', value = ''] = pairs.slice(i, i + 2);
    if (value === '') hash.delete(name);
    else hash.set(name, value);
  }
}

function countsOf(pairs: readonly Argument[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < pairs.length; i += 2) counts.set(String(pairs[i]), Number(pairs[i + 1]));
  return counts;
}

function bytesOf(value: Argument): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value));
}
