/** Of so many last questions the shortest tells how far Redis is: others were held up on their way. */
const QUESTIONS = 8;
/** Below that Redis is near: what is done for each turn costs no time that counts, in ms. */
const NEAR_MS = 20;
/** No way is taken for longer, in ms. */
const WAY_MS_MAX = 1000;
/** How often Redis is asked between a turn and its report: to read the batch, and to mark it. */
const QUESTIONS_A_REPORT = 2;
/** What else may hold up a report, in ms. */
const SLACK_MS = 50;

/** How long a question to Redis and its answer take, and how much earlier things have to be done therefore. */
export class RedisWay {
  readonly #tookMs: number[] = [];

  /** A question has been answered. */
  took(ms: number): void {
    this.#tookMs.push(ms);
    if (this.#tookMs.length > QUESTIONS) this.#tookMs.shift();
  }

  /** In ms; 0: Redis is near. */
  get ms(): number {
    if (this.#tookMs.length === 0) return 0;
    const ms = Math.ceil(Math.min(...this.#tookMs, WAY_MS_MAX));
    return ms < NEAR_MS ? 0 : ms;
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
