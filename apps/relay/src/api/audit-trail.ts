import { AuditLog, type AuditEntry, type BufferKeys, type BufferRedis } from '#event-buffer';
import { loggedError, type RelayLog } from '#telemetry';
import { nameOf, type Caller } from '../console/access/caller.js';

/** Who did what and when through the API: in Redis, for all processes, and in the log. */
export class AuditTrail {
  readonly #kept: AuditLog;
  readonly #log: RelayLog;

  constructor(redis: BufferRedis, keys: BufferKeys, log: RelayLog) {
    this.#kept = new AuditLog(redis, keys);
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
      await this.#kept.add({ by, via: caller.via, action, subject, note });
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
    return this.#kept.page(limit, before);
  }
}
