import assert from 'node:assert';
import { once } from 'node:events';
import {
  type Append,
  APPEND_LIMITS_DEFAULT,
  Appender,
  type AppendLimits,
  type AppendOutcome,
  type Batch,
  type BatchLimits,
  BufferKeys,
  type BufferRedis,
  ChunkBuilder,
  connectBufferRedis,
  Drain,
  IdHasher,
  LedgerReader,
  type LedgerRow,
  type NewEntry,
  type RedisAddress,
} from '#event-buffer';
import type { EventClass, EventType, LiveEvent } from '#live-event';
import { Secret } from '#secret';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';

export const TARGET = 'default/room-1';
const USER = { userId: 'twitch_1', name: 'A', level: 0, badge: '', badgeLevel: 0 };
const HASHER = new IdHasher('salt', 'twitch');
const NO_EXPIRY = { paid: -Infinity, chat: -Infinity, ambient: -Infinity };

export function addressOf(server: RedisServer): RedisAddress {
  return { kind: 'url', url: new Secret(server.url) };
}

/** A connection to Redis with a key prefix, and the actions of a collector and a reporter on it. */
export class BufferRig {
  readonly redis: BufferRedis;
  readonly prefix: string;
  readonly keys: BufferKeys;
  readonly ledger: LedgerReader;
  readonly connectionErrors: Error[];
  readonly #numbers = new Map<string, number>();

  private constructor(redis: BufferRedis, prefix: string, connectionErrors: Error[]) {
    this.redis = redis;
    this.prefix = prefix;
    this.keys = new BufferKeys(prefix);
    this.ledger = new LedgerReader(redis, this.keys);
    this.connectionErrors = connectionErrors;
  }

  /** Connects to the shared server, or to one of the test. */
  static async open(server?: RedisServer, prefix = uniquePrefix()): Promise<BufferRig> {
    const errors: Error[] = [];
    const address = addressOf(server ?? (await RedisServer.shared()));
    const redis = connectBufferRedis(address, (error) => errors.push(error));
    await once(redis, 'ready');
    return new BufferRig(redis, prefix, errors);
  }

  close(): void {
    this.redis.disconnect();
  }

  appender(limits: Partial<AppendLimits> = {}, waitReplicas = 0): Appender {
    const all = { ...APPEND_LIMITS_DEFAULT, ...limits };
    return new Appender(this.redis, this.keys, all, waitReplicas);
  }

  /** Appends under epoch 1 and the bridge's next number, unless told otherwise. */
  async append(
    events: readonly LiveEvent[],
    { limits = {}, ...own }: Partial<Append> & { limits?: Partial<AppendLimits> } = {},
  ): Promise<AppendOutcome> {
    const { bridge = 'main', epoch = 1 } = own;
    const counter = `${own.target ?? TARGET} ${bridge} ${epoch}`;
    const number = (this.#numbers.get(counter) ?? 0) + 1;
    this.#numbers.set(counter, own.number ?? number);
    if (number === 1)
      await this.appender().register({ target: own.target ?? TARGET, bridge: bridge });
    return this.appender(limits).append({
      target: TARGET,
      bridge,
      epoch,
      number,
      entries: entriesOf(bridge, events),
      dropped: new Map(),
      ...own,
    });
  }

  async drain(target = TARGET): Promise<Drain> {
    return Drain.begin(this.redis, this.keys, target, 'job-1');
  }

  /** Reports all waiting events, this many at a time; returns their texts in order. */
  async reportAll(events = 1000, target = TARGET): Promise<string[]> {
    const drain = await this.drain(target);
    const texts: string[] = [];
    for (;;) {
      await drain.readAhead();
      const batch = drain.window.cut(limitsOf(events));
      if (batch.passed === 0) return texts;
      texts.push(...textsOf(batch));
      assert(await drain.settle(batch, true), 'Another drain began.');
    }
  }

  /** The ledger of one bridge; asserts that it balances. */
  async row(bridge = 'main', target = TARGET): Promise<Partial<LedgerRow>> {
    const row = (await this.ledger.rowsOf(target)).find((each) => each.bridge === bridge)!;
    assert.equal(row.unaccounted, 0, 'The ledger does not balance.');
    const { received, reported, deadLettered, waiting, dropped } = row;
    return { received, reported, deadLettered, waiting, dropped };
  }
}

export function limitsOf(events: number): BatchLimits {
  return { events, bytes: 1e9, expiredBefore: NO_EXPIRY };
}

/** The positions of the first `count` events of a batch. */
export function firstPlaces(count: number): ReadonlySet<number> {
  return new Set(Array.from({ length: count }, (_, place) => place));
}

/** An event of a type of its own. */
export function raw(eventClass: EventClass, content = '{}'): LiveEvent {
  return { type: 'raw', code: 10, content, class: eventClass };
}

/** An event of some type. Tests identify a comment by its text. */
export function event(type: EventType, text = '', id?: string): LiveEvent {
  if (type === 'comment') return { type, user: USER, text, id };
  if (type === 'viewers') return { type, numberOfViewers: 1, id };
  if (type === 'raw') return raw('chat', text || '{}');
  if (type !== 'gift') return { type, user: USER, id };
  const gift = { giftName: text, giftNum: 1, totalValue: 0, giftValue: 0 };
  return { type, user: USER, gift, id };
}

/** Comments with the texts `<name>0`, `<name>1`, …; optionally with their texts as message ids. */
export function comments(count: number, name = '', withIds = false): LiveEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const text = `${name}${i}`;
    return event('comment', text, withIds ? text : undefined);
  });
}

export function entriesOf(bridge: string, events: readonly LiveEvent[]): NewEntry[] {
  const chunk = new ChunkBuilder(bridge, HASHER);
  const entries: NewEntry[] = [];
  for (const each of events) {
    chunk.add(each, Date.now());
    if (chunk.isFull) entries.push(chunk.take());
  }
  if (chunk.count > 0) entries.push(chunk.take());
  return entries;
}

/** A text for each event of a batch: a comment's text, a gift's name, else the type's number. */
export function textsOf(batch: Batch): string[] {
  const fragments = Buffer.concat(batch.fragments()).toString();
  const events = JSON.parse(`[${fragments.slice(0, -1)}]`) as { type: number; content: string }[];
  assert.equal(events.length, batch.events);
  return events.map(({ type, content }) => {
    const parsed = JSON.parse(content) as { content?: string; gift?: { giftName: string } };
    return parsed.content ?? parsed.gift?.giftName ?? String(type);
  });
}
