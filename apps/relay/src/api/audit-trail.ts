import type { BufferKeys, BufferRedis } from '#event-buffer';
import { loggedError, type RelayLog } from '#telemetry';
import { nameOf, type Caller } from '../console/access/caller.js';

/** How many entries are kept; older ones are in the log alone. */
export const AUDIT_MAX = 10_000;

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

/** Adds an entry to the trail. @param entry.note may be empty. */
export async function appendAudit(
  redis: BufferRedis,
  keys: BufferKeys,
  { by, via, action, subject, note = '' }: Omit<AuditEntry, 'id' | 'at'>,
): Promise<void> {
  const pairs = ['by', by, 'via', via, 'action', action, 'subject', subject];
  const more = note === '' ? [] : ['note', note];
  await redis.xadd(keys.audit, 'MAXLEN', '~', AUDIT_MAX, '*', ...pairs, ...more);
}

/** Who did what and when through the API: in Redis, for all processes, and in the log. */
export class AuditTrail {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;
  readonly #log: RelayLog;

  constructor(redis: BufferRedis, keys: BufferKeys, log: RelayLog) {
    this.#redis = redis;
    this.#keys = keys;
    this.#log = log;
  }

  /**
   * Records what was done, in the log first. Never rejects: the action itself has succeeded by
   * then.
   */
  async add(caller: Caller, action: string, subject: string, note = ''): Promise<void> {
    const by = nameOf(caller);
    const fields = { by, action, subject, ...(note === '' ? {} : { outcome: note }) };
    this.#log.write('info', 'audit', 'Somebody changed something through the API.', fields);
    try {
      const entry = { by, via: caller.via, action, subject, note };
      await appendAudit(this.#redis, this.#keys, entry);
    } catch (error) {
      this.#log.writeSeldom('warn', 'audit_failed', 'The audit trail in Redis misses an entry.', {
        error: loggedError(error),
      });
    }
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
