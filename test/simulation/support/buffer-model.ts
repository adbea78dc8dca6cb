import type {
  AppendAnswer,
  AppendCall,
} from '../../../libs/event-buffer/src/scripts/append/append.lua.js';
import type { AppendTogetherCall } from '../../../libs/event-buffer/src/scripts/append/append-together.lua.js';
import type { RemoveDeadLettersCall } from '../../../libs/event-buffer/src/scripts/drain/dead-letters.lua.js';
import type {
  BeginDrainCall,
  DrainCall,
  NoteDrainCall,
} from '../../../libs/event-buffer/src/scripts/drain/drain.lua.js';
import type { SettleCall } from '../../../libs/event-buffer/src/scripts/drain/settle.lua.js';
import { appendTo, type Admitted } from './append-model.js';
import { RedisModel } from './redis-model.js';

/** A settle that was applied. */
export interface Settled {
  readonly target: string;
  readonly events: string;
  readonly from: string;
  readonly to: string;
  readonly passed: number;
  readonly delivered: boolean;
  /** The changes of each ledger, by its key. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly deadFragments: readonly string[];
}

export interface BufferObserver {
  admitted(admitted: Admitted): void;
  settled(settled: Settled): void;
}

type Rows = [Buffer, Buffer[]][];

/**
 * A simple second implementation of the buffer's scripts, over a Redis in memory.
 * `test/event-buffer/targets/model.int-spec.ts` compares it with the real scripts: the same commands give
 * the same answers and the same keys.
 */
export class BufferModel {
  readonly redis: RedisModel;
  /** Grows with each command that may have changed the waiting events or a ledger. */
  changes = 0;
  /** The epoch of the next drain, where it must be that of a real Redis. */
  nextEpoch: string | undefined;
  published: (channel: string, message: string) => void = () => {};
  readonly #observer: BufferObserver | undefined;

  constructor(now: () => number, observer?: BufferObserver) {
    this.redis = new RedisModel(now);
    this.#observer = observer;
  }

  /** The streams of candidates are not modelled: no event here waits to be chosen. */
  appendEvents(call: AppendCall): AppendAnswer {
    this.changes++;
    return appendTo(this.redis, call, (admitted) => this.#observer?.admitted(admitted));
  }

  appendTogether({ calls }: AppendTogetherCall): readonly AppendAnswer[] {
    return calls.map((call) => this.appendEvents(call));
  }

  beginDrain({ target, queueJobId }: BeginDrainCall): readonly string[] {
    const hash = this.redis.hash(target);
    const least = Number(hash.get('drain') ?? 0) + 1;
    const epoch = this.nextEpoch ?? String(Math.max(least, this.redis.now() * 10));
    hash.set('drain', epoch);
    hash.set('job', queueJobId);
    for (const name of ['delay', 'delayMs', 'held']) hash.delete(name);
    return [epoch, String(this.redis.now()), ...[...hash].flat()];
  }

  noteDrain({ target, epoch, fields }: NoteDrainCall): number {
    const hash = this.redis.hash(target);
    if (hash.get('drain') !== epoch) return 0;
    setFields(hash, fields);
    return 1;
  }

  /** The model never loses keys, so there is nothing to give up. */
  giveUpLost(): readonly number[] {
    return [];
  }

  releaseDrain({ target, epoch }: DrainCall): number {
    const hash = this.redis.hash(target);
    if (hash.get('drain') !== epoch) return 0;
    const waiting = Number(hash.get('waiting') ?? 0);
    if (waiting === 0)
      for (const name of ['held', 'delay', 'delayUntil', 'delayMs']) hash.delete(name);
    return waiting;
  }

  awaitEvents({ target, epoch }: DrainCall): number {
    const hash = this.redis.hash(target);
    if (hash.get('drain') !== epoch) return -1;
    const waiting = Number(hash.get('waiting') ?? 0);
    if (waiting > 0) return waiting;
    for (const name of ['delay', 'delayUntil', 'delayMs']) hash.delete(name);
    hash.set('held', '3');
    return waiting;
  }

  settleEvents(call: SettleCall): readonly number[] {
    this.changes++;
    const { target, events, dead, epoch, start: from, cursor: to, passed, letters } = call;
    const hash = this.redis.hash(target);
    const cursor = hash.get('cursor') ?? '0-0:0';
    const waiting = Number(hash.get('waiting') ?? 0);
    if (hash.get('drain') !== epoch) return [0];
    // No operator pauses or holds a target in the simulation.
    const control = 0;
    if (cursor !== from) return cursor === to ? [1, waiting, control] : [0];

    hash.set('cursor', to);
    const delivered = call.delivered === 1;
    if (delivered) {
      for (const name of ['failures', 'failing', 'pausedReason', 'pausedAt']) hash.delete(name);
    }
    setFields(hash, call.fields);
    const counts = new Map([...call.counts].map(([ledger, fields]) => [ledger, new Map(fields)]));
    const deadFragments = letters.map(({ fragment }) => String(fragment));
    // The observer is told before the passed entries are trimmed.
    this.#observer?.settled({ target, events, from, to, passed, delivered, counts, deadFragments });
    this.redis.trim(events, call.firstKept);
    for (const [ledger, fields] of counts) {
      for (const [field, by] of fields) this.redis.count(ledger, field, by);
      const lost = Number(this.redis.hash(ledger).get('waiting') ?? 0);
      if (lost < 0) this.redis.count(ledger, 'received', -lost);
      if (lost < 0) this.redis.hash(ledger).set('waiting', '0');
    }
    for (const { meta, fragment } of letters) {
      this.redis.add(dead, { m: Buffer.from(meta), d: fragment });
    }
    const left = Math.max(0, waiting - passed);
    hash.set('waiting', String(left));
    return [1, left, control];
  }

  removeDeadLetters({ dead, ledgers, reason, letters }: RemoveDeadLettersCall): number {
    this.changes++;
    let removed = 0;
    for (const { id, ledger: index = -1 } of letters) {
      if (!this.redis.remove(dead, id)) continue;
      removed++;
      const ledger = ledgers[index];
      if (ledger === undefined) continue;
      this.redis.count(ledger, 'dead', -1);
      this.redis.count(ledger, `dropped:${reason}`, 1);
    }
    return removed;
  }

  waitingTargets({ targets }: { readonly targets: readonly string[] }): readonly string[] {
    const fields = ['delay', 'delayMs', 'delayUntil', 'drain', 'cursor'];
    return targets.flatMap((target, i) => {
      const hash = this.redis.hash(target);
      if (Number(hash.get('waiting') ?? 0) <= 0) return [];
      return [String(i), ...fields.map((field) => hash.get(field) ?? '')];
    });
  }

  /** The marks, which only a status reads, are not modelled. */
  markTarget(): number {
    return 1;
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

  sadd(key: string, ...members: string[]): number {
    this.redis.addMembers(key, members);
    return members.length;
  }

  srem(key: string, ...members: string[]): number {
    this.redis.removeMembers(key, members);
    return members.length;
  }

  membersJson({ set }: { readonly set: string }): string {
    return JSON.stringify(this.smembers(set));
  }

  smembers(key: string): string[] {
    return [...this.redis.set(key)];
  }

  hget(key: string, field: string): string | null {
    return this.redis.hash(key).get(field) ?? null;
  }

  hset(key: string, ...pairs: (string | number)[]): number {
    const hash = this.redis.hash(key);
    for (let i = 0; i < pairs.length; i += 2) hash.set(String(pairs[i]), String(pairs[i + 1]));
    return pairs.length / 2;
  }

  hmget(key: string, ...fields: string[]): (string | null)[] {
    return fields.map((field) => this.hget(key, field));
  }

  /** The simulation delivers the message by {@link published}. */
  publish(channel: string, message: string): number {
    this.published(channel, message);
    return 1;
  }

  hgetall(key: string): Record<string, string> {
    return Object.fromEntries(this.redis.hash(key));
  }
}

function setFields(hash: Map<string, string>, fields: readonly string[]): void {
  for (let i = 0; i < fields.length; i += 2) {
    const [name, value] = [fields[i]!, fields[i + 1]!];
    if (value === '') hash.delete(name);
    else hash.set(name, value);
  }
}
