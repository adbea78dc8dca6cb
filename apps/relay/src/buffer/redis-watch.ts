import { aboutMs } from '#timing';
import { REDIS_AWAY, redisTroubleOf, type RedisTrouble } from '#event-buffer';
import type { RelayLog, RelayMetrics } from '#telemetry';

export interface RedisWatchParts {
  readonly log: RelayLog;
  readonly metrics: Pick<RelayMetrics, 'redisUp'>;
  /** Writes to Redis; rejects while it takes nothing. */
  readonly write: () => Promise<unknown>;
  /** How many events wait in this process for Redis. */
  readonly waiting: () => number;
  /** A clock in ms that never jumps. */
  readonly now?: () => number;
  /** About how often it tries whether the outage is over, in ms. */
  readonly tryEveryMs?: number;
}

interface Outage {
  readonly since: number;
  failedAt: number;
  trouble: RedisTrouble;
  /** When the trouble was logged last. */
  toldAt: number;
  events: number;
  /** How long nothing may have failed before it counts as over, in ms. */
  readonly quietMs: number;
}

/** How often an outage that goes on is logged again, in ms. */
const TOLD_EVERY_MS = 60_000;
/** An outage is over when Redis takes writes and nothing has failed for this long, in ms. */
const QUIET_MS = 1000;
/**
 * The same for what Redis refused again soon after that was said to be over: what is tried only every half minute may
 * be refused, while Redis takes all else. In ms.
 */
const QUIET_LONG_MS = 35_000;

/**
 * Logs when Redis cannot be used, why, and when that is over. All errors of Redis are passed on to
 * here; together they are one outage. One without a reason is logged at the next try, so that a
 * reason that comes in the meantime is what is logged first.
 */
export class RedisWatch {
  readonly #parts: RedisWatchParts;
  readonly #now: () => number;
  #outage: Outage | undefined;
  /** The last one that was over. */
  #before: { readonly kind: string; readonly at: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: RedisWatchParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
    parts.metrics.redisUp.set(1);
  }

  /** What is wrong with Redis now, as far as it is known. */
  get trouble(): RedisTrouble | undefined {
    return this.#outage?.trouble;
  }

  /** @returns what is wrong, as far as this error and those before it show. */
  failed(error: Error): RedisTrouble {
    const now = this.#now();
    const events = this.#parts.waiting();
    const trouble = redisTroubleOf(error);
    const outage = (this.#outage ??= {
      since: now,
      failedAt: now,
      trouble,
      toldAt: NaN,
      events,
      quietMs: this.#goesOn(error, trouble, now) ? QUIET_LONG_MS : QUIET_MS,
    });
    outage.failedAt = now;
    outage.events = Math.max(outage.events, events);
    // A connection that was refused is closed as well, which tells nothing new.
    const isNew = trouble.kind !== outage.trouble.kind && trouble.kind !== REDIS_AWAY;
    if (isNew) outage.trouble = trouble;
    const isDue = !(now - outage.toldAt < TOLD_EVERY_MS);
    // The reason may still be on its way, on another connection.
    const mayGetReason = outage.trouble.kind === REDIS_AWAY && Number.isNaN(outage.toldAt);
    if (isNew || (isDue && !mayGetReason)) this.#tell(outage, now);
    this.#parts.metrics.redisUp.set(0);
    this.#schedule();
    return outage.trouble;
  }

  /** Whether Redis refuses what it refused just before, so that it was not over. */
  #goesOn({ name }: Error, { kind }: RedisTrouble, now: number): boolean {
    const before = this.#before;
    return name === 'ReplyError' && before?.kind === kind && now - before.at < QUIET_LONG_MS;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #tell(outage: Outage, now: number): void {
    const { kind, sentence, wayOut } = outage.trouble;
    outage.toldAt = now;
    const fields = { reason: kind, durationMs: Math.round(now - outage.since), wayOut };
    if (wayOut === undefined) {
      const itself = `${sentence} It is tried again until it works.`;
      this.#parts.log.write('warn', 'redis_failed', itself, fields);
    } else {
      this.#parts.log.write('error', 'redis_failed', sentence, fields);
    }
  }

  #tellUntold(): void {
    const outage = this.#outage;
    if (outage !== undefined && Number.isNaN(outage.toldAt)) this.#tell(outage, this.#now());
  }

  #schedule(): void {
    if (this.#stopped || this.#timer !== undefined) return;
    this.#timer = setTimeout(
      () => {
        // What has arrived in the meantime is read first: a process that was held up is told the
        // reason by it.
        setImmediate(() => {
          this.#timer = undefined;
          if (!this.#stopped) void this.#try();
        });
      },
      aboutMs(this.#parts.tryEveryMs ?? 500),
    );
    this.#timer.unref();
  }

  async #try(): Promise<void> {
    try {
      await this.#parts.write();
    } catch (error) {
      if (this.#stopped) return;
      this.failed(error as Error);
      this.#tellUntold();
      return;
    }
    if (!this.#stopped) this.#tellUntold();
    const outage = this.#outage;
    if (this.#stopped || outage === undefined) return;
    const now = this.#now();
    outage.events = Math.max(outage.events, this.#parts.waiting());
    // The client goes on with another database than the one that was asked for.
    const elsewhere = outage.trouble.kind === 'NO_DATABASE';
    if (elsewhere || now - outage.failedAt < outage.quietMs) {
      this.#schedule();
      return;
    }
    this.#outage = undefined;
    this.#before = { kind: outage.trouble.kind, at: now };
    const over = outage.quietMs === QUIET_MS ? now : outage.failedAt;
    this.#parts.metrics.redisUp.set(1);
    this.#parts.log.write('info', 'redis_recovered', 'Redis takes writes again.', {
      reason: outage.trouble.kind,
      durationMs: Math.round(over - outage.since),
      events: outage.events,
    });
  }
}
