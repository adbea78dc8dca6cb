/** So many last questions tell how far Redis is. */
const QUESTIONS = 8;
/** Below that Redis is near: what is done for each turn costs no time that counts, in ms. */
const NEAR_MS = 20;
/** For how long the shortest question tells Redis's time, in ms: clocks drift apart. */
const TELLS_TIME_MS = 60_000;
/** No way is taken for longer, in ms. */
const WAY_MS_MAX = 1000;
/** How often Redis is asked between a turn and its report: to read the batch, and to mark it. */
const QUESTIONS_A_REPORT = 2;
/** What else may hold up a report, in ms. */
const SLACK_MS = 50;

/** A question to Redis, with its answer. Times are those of `performance.now()`. */
interface Question {
  readonly askedAt: number;
  readonly answeredAt: number;
  /** Redis's time when it answered, in ms since 1970. */
  readonly redisAt: number;
}

/**
 * How long a question to Redis and its answer take, and how much earlier things have to be done therefore; and what
 * time it is in Redis.
 */
export class RedisWay {
  readonly #last: Question[] = [];
  #shortest: Question | undefined;

  /**
   * A question has been answered.
   *
   * @returns when Redis did, by `performance.now()`: as the shortest of the last questions tells, since this one may have
   *   been held up on one of its ways.
   */
  answered(question: Question): number {
    this.#last.push(question);
    if (this.#last.length > QUESTIONS) this.#last.shift();
    const { askedAt, answeredAt } = question;
    const before = this.#shortest;
    const isOld = before === undefined || answeredAt - before.answeredAt > TELLS_TIME_MS;
    const shortest = isOld || msOf(question) <= msOf(before) ? question : before;
    const at = middleOf(shortest) + question.redisAt - shortest.redisAt;
    // Else Redis's clock was set.
    const isPossible = at >= askedAt && at <= answeredAt;
    this.#shortest = isPossible ? shortest : question;
    return isPossible ? at : middleOf(question);
  }

  /** Of half of the questions no more, in ms; 0: Redis is near, though some were held up on their way. */
  get ms(): number {
    const ms = Float64Array.from(this.#last, msOf).sort();
    if (ms.length === 0 || ms[0]! < NEAR_MS) return 0;
    return Math.ceil(Math.min(ms[Math.floor(ms.length / 2)]!, WAY_MS_MAX));
  }

  /** How long an answer is on its way, in ms. */
  get leadMs(): number {
    return Math.ceil(this.ms / 2);
  }

  /** How long before its turn a report is begun with, in ms. */
  get prepareMs(): number {
    return this.ms === 0 ? 0 : this.ms * QUESTIONS_A_REPORT + SLACK_MS;
  }

  /** How far ahead turns are taken, in ms, so that the next question is answered before they are over. */
  get aheadMs(): number {
    return this.ms === 0 ? 0 : this.leadMs + this.prepareMs + this.ms + SLACK_MS;
  }
}

function middleOf({ askedAt, answeredAt }: Question): number {
  return (askedAt + answeredAt) / 2;
}

function msOf({ askedAt, answeredAt }: Question): number {
  return answeredAt - askedAt;
}
