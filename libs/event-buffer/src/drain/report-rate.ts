import { randomUUID } from 'node:crypto';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { pause } from '#timing';
import { RedisWay } from './redis-way.js';

/**
 * Reports take different times to arrive, so more could arrive in one second than were sent in one.
 * Tokens come back after this many seconds, which sacrifices that much of the limit.
 */
const ARRIVAL_SLACK = 1.05;
/** How long at most a free moment is left to a process with a more important report, in ms. */
const DEFER_MS_MAX = 40;
/** The shortest time between two questions to Redis, in ms. */
const ASK_MS_MIN = 5;
/** How long a moment that has come can be used, in ms: after that it is another report's. */
export const MOMENT_LIVES_MS = 250;
/** For so many reports a process asks at least: for one, and to hear how long the next one waits. */
const MOMENTS_MIN = 2;
const MOMENTS_MAX = 64;
/** A Redis that is near has answered a question, and the next one is asked, within this time, in ms. */
const NEAR_QUESTION_MS = 50;

/** A moment at which a report may go. Times are those of `performance.now()`. */
export interface RateMoment {
  /** When the report is to be sent, no earlier. */
  readonly at: number;
  /** When to begin with its report, so that it can go at that moment. */
  readonly prepareAt: number;
  /** Whether it is for a report that is overdue. */
  readonly isOverdue: boolean;
}

/** What an asking process was given. */
export interface RateMoments {
  readonly moments: readonly RateMoment[];
  /** In how many ms to ask for those that have none; 0: all have one. */
  readonly askInMs: number;
}

interface Question {
  readonly bids: readonly number[];
  readonly overdue: number;
  readonly leadMs: number;
  readonly aheadMs: number;
  readonly prepareMs: number;
}

/**
 * The limit on a project's reports a second, across all reporters: tokens in Redis, by Redis's
 * clock. A token that was taken comes back after a second, so no second sees more reports than the
 * limit, wherever it starts. A limit that is no whole number has as many tokens as the next one, for a longer
 * time: one alone would be free again some ms late each time, which adds up. A token gives a turn, in the order of
 * asking; spending it gives the moment. So the limit also holds when turns are late, after a reporter or Redis was
 * away for a while. Of different limits of processes the highest holds.
 */
export class ReportRate {
  readonly #redis: BufferRedis;
  readonly #key: string;
  readonly #spentKey: string;
  readonly #bidsKey: string;
  readonly #process = randomUUID();
  readonly #tokens: number;
  readonly #periodMs: number;
  /** Within how many ms so many tokens may be spent. */
  readonly #spentMs: number;
  readonly #way = new RedisWay();
  /** Whether Redis may keep a bid of this process. */
  #hasBid = false;
  /** How many processes waited for turns when this one did last. */
  #processes = 1;

  /** @param perSecond more than 0; below 1 it means one report in several seconds. */
  constructor(redis: BufferRedis, keys: BufferKeys, project: string, perSecond: number) {
    this.#redis = redis;
    this.#key = keys.rate(project);
    this.#spentKey = keys.spent(project);
    this.#bidsKey = keys.bids(project);
    this.#tokens = Math.ceil(perSecond);
    this.#periodMs = Math.ceil((this.#tokens / perSecond) * 1000);
    this.#spentMs = Math.ceil(this.#periodMs * ARRIVAL_SLACK);
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
   * Takes a turn that comes at once, immediately before sending.
   * @param bid the importance of the report, a whole number: among several processes the lowest
   *   goes first. 0: it gives way to none.
   * @returns 0: send now; otherwise in how many ms to ask again, with the same token.
   */
  async spend(bid = 0): Promise<number> {
    const { moments, askInMs } = await this.takeNow(bid);
    return moments.length > 0 ? 0 : askInMs;
  }

  /**
   * As {@link spend}: resolves when the turn has come, and tells when that was. One whose answer was so long on its way
   * that it is over is lost.
   */
  async takeNow(bid: number): Promise<RateMoments> {
    const leadMs = this.#way.leadMs;
    const question = { bids: [bid], overdue: 0, leadMs, aheadMs: -1, prepareMs: 0 };
    const answer = await this.#ask(question);
    const [moment] = answer.moments;
    if (moment === undefined) return answer;
    const earlyMs = moment.at - performance.now();
    if (earlyMs > 0) await pause(earlyMs);
    return answer;
  }

  /**
   * Takes turns for reports that wait.
   * @param bids the importance of each, the most important first, as in {@link spend}.
   * @param overdue how many reports of this process are overdue: every other token, of all processes
   *   together, is for one of these.
   */
  async takeNext(bids: readonly number[], overdue: number): Promise<RateMoments> {
    const { prepareMs, aheadMs } = this.#way;
    const leadMs = this.#way.leadMs + prepareMs;
    return this.#ask({ bids, overdue, leadMs, aheadMs, prepareMs });
  }

  /** For how many reports to ask, so that one question has as many turns as become free until the next one. */
  get momentsMax(): number {
    const perMs = this.#tokens / this.#periodMs;
    const forMs = Math.max(NEAR_QUESTION_MS, this.#way.aheadMs);
    return Math.min(MOMENTS_MAX, MOMENTS_MIN + Math.floor(perMs * forMs));
  }

  /** How many turns a ms this process can count on for what is overdue: its share of every other one. */
  get overduePerMs(): number {
    return this.#tokens / this.#spentMs / 2 / this.#processes;
  }

  async #ask({ bids, overdue, leadMs, aheadMs, prepareMs }: Question): Promise<RateMoments> {
    const periodMs = this.#spentMs;
    // If tokens come faster than processes can ask, the first that asks is served.
    const deferMs = Math.min(DEFER_MS_MAX, Math.floor(periodMs / this.#tokens / 2));
    const hasBid = this.#hasBid;
    const isBidding = bids[0]! > 0;
    if (isBidding) this.#hasBid = true;
    const askedAt = performance.now();
    const [inMs = 0, processes = 0, redisAt = 0, ...comeInMs] = await this.#redis.spendToken({
      spent: this.#spentKey,
      bids: this.#bidsKey,
      tokens: this.#tokens,
      periodMs,
      process: this.#process,
      ranks: bids.join(),
      deferMs,
      hasBid: hasBid ? 1 : 0,
      overdue,
      leadMs,
      aheadMs,
    });
    const answeredAt = performance.now();
    const givenAt = this.#way.answered({ askedAt, answeredAt, redisAt });
    if (inMs > 0) this.#processes = processes;
    if (inMs === 0) this.#hasBid = false;
    // Another question may have been answered meanwhile.
    else if (isBidding) this.#hasBid = true;
    const moments = comeInMs.map((comes) => {
      const isOverdue = comes < 0;
      const at = givenAt + (isOverdue ? -1 - comes : comes);
      return { at, isOverdue, prepareAt: at - prepareMs };
    });
    // It is asked again a way earlier, since the question is as long on its way.
    const askInMs = inMs === 0 ? 0 : Math.max(ASK_MS_MIN, inMs - this.#way.ms);
    // Others have by now what came too long ago.
    const usable = moments.filter(({ at }) => at > answeredAt - MOMENT_LIVES_MS);
    return {
      moments: usable,
      askInMs: usable.length > 0 ? askInMs : Math.max(ASK_MS_MIN, askInMs),
    };
  }
}
