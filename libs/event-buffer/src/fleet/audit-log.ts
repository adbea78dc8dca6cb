import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** How many entries are kept; older ones are in the log alone. */
const AUDIT_MAX = 10_000;

/** Somebody did something. */
export interface AuditEntry {
  /** Unique, and growing with time. */
  readonly id: string;
  /** In ms since 1970, by Redis's clock. */
  readonly at: number;
  /** The name of the token, `loopback` where none is needed, or `command line`. */
  readonly by: string;
  readonly via: string;
  /** One of a closed set: `target.pause`. */
  readonly action: string;
  /** What it was done to: the name of a target, a bridge. */
  readonly subject: string;
  /** Details, without values of the configuration. */
  readonly note?: string;
}

/** Who did what, in Redis, for all processes. Every call rejects when Redis cannot be used. */
export class AuditLog {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** @param entry.note may be empty. */
  async add(entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void> {
    const { by, via, action, subject, note = '' } = entry;
    const pairs = ['by', by, 'via', via, 'action', action, 'subject', subject];
    const more = note === '' ? [] : ['note', note];
    await this.#redis.xadd(this.#keys.audit, 'MAXLEN', '~', AUDIT_MAX, '*', ...pairs, ...more);
  }

  /**
   * The newest first.
   *
   * @param before the id of the entry to read on from.
   */
  async page(limit: number, before: string | undefined): Promise<AuditEntry[]> {
    const from = before === undefined ? '+' : `(${before}`;
    const rows = await this.#redis.xrevrange(this.#keys.audit, from, '-', 'COUNT', limit);
    return rows.map(([id, pairs]) => entryOf(id, pairs));
  }
}

function entryOf(id: string, pairs: readonly string[]): AuditEntry {
  const fields = new Map<string, string>();
  for (let i = 0; i < pairs.length; i += 2) fields.set(pairs[i]!, pairs[i + 1]!);
  const note = fields.get('note');
  return {
    id,
    at: Number(id.split('-', 1)[0]),
    by: fields.get('by') ?? '',
    via: fields.get('via') ?? '',
    action: fields.get('action') ?? '',
    subject: fields.get('subject') ?? '',
    ...(note === undefined ? {} : { note }),
  };
}
