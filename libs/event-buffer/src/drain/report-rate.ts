import { randomUUID } from 'node:crypto';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/**
 * Reports take different times to arrive, so more could arrive in one second than were sent in one.
 * Tokens come back after this many seconds, which sacrifices that much of the limit.
 */
const ARRIVAL_SLACK = 1.05;
/** How long at most a free moment is left to a process with a more important report, in ms. */
const DEFER_MS_MAX = 40;

/**
 * The limit on a project's reports a second, across all reporters: tokens in Redis, by Redis's
 * clock. A token that was taken comes back after a second, so no second sees more reports than the
 * limit, wherever it starts. A limit that is no whole number is kept by even steps. A token gives a
 * turn, in the order of asking; spending it gives the moment. So the limit also holds when turns
 * are late, after a reporter or Redis was away for a while. Of different limits of processes the highest holds.
 */
export class ReportRate {
  readonly #redis: BufferRedis;
  readonly #key: string;
  readonly #spentKey: string;
  readonly #bidsKey: string;
  readonly #process = randomUUID();
  readonly #tokens: number;
  readonly #periodMs: number;
  /** Whether Redis may keep a bid of this process. */
  #hasBid = false;

  /** @param perSecond more than 0; below 1 it means one report in several seconds. */
  constructor(redis: BufferRedis, keys: BufferKeys, project: string, perSecond: number) {
    this.#redis = redis;
    this.#key = keys.rate(project);
    this.#spentKey = keys.spent(project);
    this.#bidsKey = keys.bids(project);
    this.#tokens = Number.isInteger(perSecond) ? perSecond : 1;
    this.#periodMs = Math.ceil((this.#tokens / perSecond) * 1000);
  }

  /**
   * Takes a token.
   * @returns in how many ms its holder may send; 0: now. Tokens are granted in the order of asking;
   *   an unused one is lost.
   */
  async take(): Promise<number> {
    return this.#redis.takeToken({
      rate: this.#key,
      tokens: this.#tokens,
      periodMs: this.#periodMs,
    });
  }

  /**
   * Spends a token whose time has come, immediately before sending.
   * @param bid the importance of the report, a whole number: among several processes the lowest
   *   goes first. 0: it gives way to none.
   * @param isOverdue whether this process has a report that is overdue: every other token, of all processes
   *   together, is for one of these.
   * @returns 0: send now; below 0: send what is overdue; otherwise in how many ms to ask again, with the same token.
   */
  async spend(bid = 0, isOverdue = false): Promise<number> {
    const periodMs = Math.ceil(this.#periodMs * ARRIVAL_SLACK);
    // If tokens come faster than processes can ask, the first that asks is served.
    const deferMs = Math.min(DEFER_MS_MAX, Math.floor(periodMs / this.#tokens / 2));
    const hasBid = this.#hasBid;
    if (bid > 0) this.#hasBid = true;
    const inMs = await this.#redis.spendToken({
      spent: this.#spentKey,
      bids: this.#bidsKey,
      tokens: this.#tokens,
      periodMs,
      process: this.#process,
      bid,
      deferMs,
      hasBid: hasBid ? 1 : 0,
      overdue: isOverdue ? 1 : 0,
    });
    if (inMs <= 0) this.#hasBid = false;
    // Another question may have been answered meanwhile.
    else if (bid > 0) this.#hasBid = true;
    return inMs;
  }
}
