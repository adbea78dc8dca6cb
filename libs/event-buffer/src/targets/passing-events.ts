import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { entryOf, fragmentLength, receivedAt } from '../append/entry.js';

/** An event as it came into its target's buffer. */
export interface PassingEvent {
  /** The id of its entry: once that is gone from the buffer, the event is settled. */
  readonly entry: string;
  readonly bridge: string;
  readonly receivedAt: number;
  /** As a report holds it. */
  readonly fragment: string;
}

/** How long Redis waits for the next one: an interrupted command ends within that time. */
const BLOCK_MS = 500;
const ENTRIES_A_READ = 100;

/**
 * Follows the events appended to a target's buffer, without changing it. Events that come and are
 * settled between two reads are missed, which takes a full buffer.
 */
export class PassingEvents {
  readonly #redis: BufferRedis;
  readonly #stream: string;
  #last: string | undefined;

  /** @param redis a connection that nobody else waits for: reads keep it busy. */
  constructor(redis: BufferRedis, keys: BufferKeys, target: string) {
    this.#redis = redis;
    this.#stream = keys.of(target).events;
  }

  /** Notes the current end of the buffer: events after it are seen. */
  async start(): Promise<void> {
    const [last] = await this.#redis.xrevrange(this.#stream, '+', '-', 'COUNT', 1);
    this.#last = last?.[0] ?? '0-0';
  }

  /** The events since the last read; waits a moment for them, and may be empty. */
  async next(): Promise<PassingEvent[]> {
    if (this.#last === undefined) await this.start();
    const read = await this.#redis.xreadBuffer(
      ...(['COUNT', ENTRIES_A_READ, 'BLOCK', BLOCK_MS] as const),
      ...(['STREAMS', this.#stream, this.#last!] as const),
    );
    const rows = (read?.[0]?.[1] ?? []) as [Buffer, Buffer[]][];
    return rows.flatMap((row) => {
      this.#last = row[0].toString('latin1');
      const entry = entryOf(row);
      if (entry === undefined) return [];
      const { bridge, fragments } = entry;
      let from = 0;
      return Array.from({ length: entry.count }, (_, index) => {
        const to = from + fragmentLength(entry, index);
        const fragment = fragments.toString('utf8', from, to - COMMA_BYTES);
        from = to;
        return { entry: entry.id, bridge, receivedAt: receivedAt(entry, index), fragment };
      });
    });
  }

  /** Whether an entry still waits. */
  async isWaiting(entry: string): Promise<boolean> {
    return (await this.#redis.xrange(this.#stream, entry, entry)).length > 0;
  }
}

const COMMA_BYTES = 1;
