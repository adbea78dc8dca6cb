import { REFUSALS, invalidParameter, type Refusal } from './answer.js';
import { isRecord, readJson } from './json.js';
import { contentProblem } from './validate-content.js';

const EVENTS_MAX = 1000;
const TIMESTAMP_MAX = 4_102_415_999_000;

/** An event as a report holds it. */
export interface ReportedEvent {
  readonly timestamp: number;
  readonly type?: number;
  readonly content?: string;
}

/** A report in the documented form. */
export interface ReadReport {
  readonly events: readonly ReportedEvent[];
  /** The value in its `review_config`; absent if there is none. */
  readonly noNeedReview: boolean | undefined;
}

/**
 * How closely reports are checked. `documented`: by the API's page and no further, so any text is a
 * valid content. `full`: every content must also have the form that the page gives for its type, to
 * test a sender. `sample`: every 16th report in that way, the others by envelope, count and the
 * first event. `off`: envelope and count, and text is not decoded (bytes stand for characters),
 * unless it is kept.
 */
export type Validation = 'documented' | 'full' | 'sample' | 'off';

const SAMPLE_EVERY = 16;

/** Checks the bodies of reports against the documentation. */
export class ReportValidator {
  private reports = 0;

  private readonly encoding: BufferEncoding;

  /** @param keepsText whether the text is used afterwards. */
  constructor(
    private readonly validation: Validation,
    keepsText: boolean,
  ) {
    // Decoding UTF-8 is a third of the cost of a report whose text is not used.
    this.encoding = validation === 'off' && !keepsText ? 'latin1' : 'utf8';
  }

  /** A report's body, or why MetaStudio would refuse it: the first mistake found. */
  read(body: Buffer): ReadReport | Refusal {
    const report = readJson(body.toString(this.encoding));
    if (report === undefined) return REFUSALS.badJson;
    if (!isRecord(report)) return invalidParameter('the body must be an object');
    const events = report['events'] ?? [];
    const problem = envelopeProblem(report, report['events']);
    if (problem !== undefined) return invalidParameter(problem);
    const reported = events as ReportedEvent[];
    const count = this.eventsToCheck(reported.length);
    for (let at = 0; at < count; at++) {
      const wrong = eventProblem(reported[at], this.validation !== 'documented');
      if (wrong !== undefined) return invalidParameter(`events[${at}]${wrong}`);
    }
    const review = report['review_config'] as { no_need_review?: boolean } | undefined;
    return { events: reported, noNeedReview: review?.no_need_review };
  }

  private eventsToCheck(events: number): number {
    if (this.validation === 'full' || this.validation === 'documented') return events;
    if (this.validation === 'off') return 0;
    return this.reports++ % SAMPLE_EVERY === 0 ? events : Math.min(1, events);
  }
}

const REPORT_KEYS = new Set(['total', 'events', 'review_config']);

function envelopeProblem(report: Record<string, unknown>, events: unknown): string | undefined {
  const { total, review_config: review } = report;
  for (const key of Object.keys(report)) {
    if (!REPORT_KEYS.has(key)) return 'unknown field in the body';
  }
  if (!Number.isInteger(total)) return 'total must be an integer';
  if ((total as number) < 1 || (total as number) > EVENTS_MAX) return 'total must be 1 to 1000';
  if (events !== undefined && !Array.isArray(events)) return 'events must be an array';
  if (events !== undefined && events.length !== total) return 'total must be the number of events';
  if (review !== undefined && !isReviewConfig(review)) {
    return 'review_config must hold no_need_review, a boolean';
  }
  return undefined;
}

function isReviewConfig(review: unknown): boolean {
  if (!isRecord(review)) return false;
  const keys = Object.keys(review);
  if (keys.length === 0) return true;
  return keys.length === 1 && typeof review['no_need_review'] === 'boolean';
}

function eventProblem(event: unknown, withContent: boolean): string | undefined {
  if (!isRecord(event)) return ' must be an object';
  const { timestamp, type, content } = event;
  if (!isIntegerIn(timestamp, TIMESTAMP_MAX)) {
    return '.timestamp must be an integer from 0 to 4102415999000';
  }
  if (type !== undefined && !isIntegerIn(type, 100)) return '.type must be an integer to 100';
  if (content !== undefined && typeof content !== 'string') return '.content must be a string';
  const fields = 1 + (type === undefined ? 0 : 1) + (content === undefined ? 0 : 1);
  if (Object.keys(event).length !== fields) return ' has an unknown field';
  const problem = withContent ? contentProblem(type, content) : undefined;
  return problem === undefined ? undefined : `.content ${problem}`;
}

function isIntegerIn(value: unknown, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;
}
