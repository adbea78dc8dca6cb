import { Secret } from '#secret';
import { verdictOfCode, type CodeVerdict } from '../error-codes.js';
import type { ReportTarget } from '../report-target.js';
import { answerFieldsOf, headerOf, type Answer, type AnswerFields } from './answer.js';
import { checkReportUrl, type ReportUrlRules } from './check-report-url.js';
import type { Delivered, RefusedReason, ReportOutcome, Retry } from './report-outcome.js';
import { retryAfterMsOf } from './retry-after.js';

export interface AnswerContext {
  readonly rules: ReportUrlRules;
  readonly target: ReportTarget;
  /** Our time in ms. */
  readonly now: number;
}

/**
 * What an answer means for the events of its report. The code decides where it is a known one,
 * the status where there is none; of an unknown code the status decides, too.
 *
 * A success status with a known error code counts as that error: a gateway that wraps failures
 * in 200 must not cost events. With an unknown code it counts as delivered: the API documents no
 * error with 200, and sending again what was taken makes the virtual human answer twice.
 */
export function classifyAnswer(answer: Answer, context: AnswerContext): ReportOutcome {
  const fields = answerFieldsOf(answer);
  const { code } = fields;
  const known = code === undefined ? undefined : verdictOfCode(code, answer.status);
  const verdict = known ?? verdictOfStatus(answer.status);
  return outcomeOf(verdict, answer, fields, context);
}

type Verdict = CodeVerdict | 'delivered' | 'redirect' | 'unexpected-status' | 'unreadable';

function verdictOfStatus(status: number): Verdict {
  const known = STATUS_VERDICTS.get(status);
  if (known !== undefined) return known;
  if (status >= 200 && status < 300) return 'delivered';
  if (status >= 300 && status < 400) return 'redirect';
  if (status >= 400 && status < 500) return 'unexpected-status';
  return status >= 500 && status < 600 ? 'server-error' : 'unreadable';
}

const STATUS_VERDICTS: ReadonlyMap<number, Verdict> = new Map([
  // No code for "the job has ended" is published, so a 400 of an unknown kind may be one.
  [400, 'perhaps-invalid'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'gone'],
  [408, 'server-error'],
  [410, 'gone'],
  [413, 'too-large'],
  [422, 'perhaps-invalid'],
  [425, 'server-error'],
  [429, 'throttled'],
  [504, 'unanswered'],
]);

function outcomeOf(
  verdict: Verdict,
  answer: Answer,
  fields: AnswerFields,
  context: AnswerContext,
): ReportOutcome {
  const answered = { status: answer.status, code: fields.code, requestId: fields.requestId };
  const refused = (reason: RefusedReason): ReportOutcome => ({
    kind: 'refused',
    reason,
    ...answered,
  });
  switch (verdict) {
    case 'delivered':
      return { kind: 'delivered', ...answered, ...reportUrlOfAnswer(fields, context) };
    case 'unauthorized':
      return { kind: 'unauthorized', remedy: 'none', ...answered };
    case 'invalid':
    case 'perhaps-invalid': {
      const certain = verdict === 'invalid';
      return { kind: 'invalid', message: fields.message, certain, ...answered };
    }
    case 'gone':
    case 'too-large':
      return { kind: verdict, ...answered };
    case 'throttled':
    case 'server-error':
    case 'unanswered':
    case 'unreadable':
      return retry(verdict, answer, fields, context.now);
    case 'forbidden':
    case 'wrong-project':
    case 'wrong-endpoint':
    case 'redirect':
    case 'unexpected-status':
      return refused(verdict);
  }
}

function retry(
  verdict: 'throttled' | 'server-error' | 'unanswered' | 'unreadable',
  answer: Answer,
  { code, requestId }: AnswerFields,
  now: number,
): Retry {
  const date = headerOf(answer, 'date');
  return {
    kind: 'retry',
    reason: RETRY_REASON[verdict],
    // The gateway gave up waiting: what was behind it may have taken the events.
    ambiguous: verdict === 'unanswered' || verdict === 'unreadable',
    retryAfterMs: retryAfterMsOf(headerOf(answer, 'retry-after'), date, now),
    status: answer.status,
    code,
    requestId,
  };
}

const RETRY_REASON = {
  throttled: 'throttled',
  'server-error': 'server-error',
  unanswered: 'server-error',
  unreadable: 'unreadable-answer',
} as const;

/** Nothing unchecked leaves here: whoever stores the URL stores a good one. */
function reportUrlOfAnswer(
  { object }: AnswerFields,
  { rules, target }: AnswerContext,
): Pick<Delivered, 'reportUrl' | 'reportUrlRefused'> {
  const name = 'live_event_report_url';
  const given = object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
  if (typeof given !== 'string' || given === '') return {};
  const checked = checkReportUrl(given, rules, target);
  return checked.ok ? { reportUrl: new Secret(given) } : { reportUrlRefused: checked.refusal };
}
