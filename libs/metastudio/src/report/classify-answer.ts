import { retryAfterMs } from '#timing';
import { Secret } from '#secret';
import { credentialFaultOf } from '../credential-fault.js';
import type { ReportTarget } from '../report-target.js';
import { answerFieldsOf, headerOf, type Answer, type AnswerFields } from './answer.js';
import { verdictOf, type Verdict } from './answer-verdict.js';
import { checkReportUrl, type ReportUrlRules } from './check-report-url.js';
import {
  RETRY_AFTER_MS_MAX,
  type Delivered,
  type RefusedReason,
  type ReportOutcome,
  type Retry,
} from './report-outcome.js';

export interface AnswerContext {
  readonly rules: ReportUrlRules;
  readonly target: ReportTarget;
  /** Our time in ms. */
  readonly now: number;
}

/** The meaning of an answer for the events of its report; see {@link verdictOf}. */
export function classifyAnswer(answer: Answer, context: AnswerContext): ReportOutcome {
  const fields = answerFieldsOf(answer);
  return outcomeOf(verdictOf(answer.status, fields.code), answer, fields, context);
}

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
      return {
        kind: 'unauthorized',
        remedy: 'none',
        ...answered,
        fault: credentialFaultOf(fields.code, fields.message),
      };
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
    // The gateway gave up waiting: the server behind it may have accepted the events.
    ambiguous: verdict === 'unanswered' || verdict === 'unreadable',
    retryAfterMs: retryAfterMs(headerOf(answer, 'retry-after'), date, now, RETRY_AFTER_MS_MAX),
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

/** Only checked URLs leave here: a URL that is stored is a good one. */
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
