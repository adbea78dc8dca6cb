import type { PushAccount } from '../collector/pushed/push-sink.js';
import type { HttpAnswer } from '../console/respond.js';

/** The answer to a push. Of the push itself it holds only names of fields. */
export interface IngestAnswer extends HttpAnswer {
  readonly body: IngestBody;
}

export interface IngestBody extends PushAccount {
  /** One of a closed set. */
  readonly error?: string;
  /** What the sender can do. */
  readonly message?: string;
}

/** How long a refused sender should wait, in seconds. */
const RETRY_AFTER_SECONDS = 5;

export const UNAUTHORIZED: IngestAnswer = refusal(
  401,
  'unauthorized',
  "Show the bridge's token: Authorization: Bearer <token>, or ?token=<token>.",
  { 'www-authenticate': 'Bearer' },
);

export const NOT_FOUND: IngestAnswer = refusal(
  404,
  'not-found',
  'No bridge of this name has a source that is pushed to the relay.',
);

export const UNAVAILABLE: IngestAnswer = refusal(
  503,
  'unavailable',
  'The buffer does not take events now. Push the same again, with the same ids.',
  { 'retry-after': String(RETRY_AFTER_SECONDS) },
);

export function refusal(
  status: number,
  error: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): IngestAnswer {
  return { status, body: { error, message }, ...(headers === undefined ? {} : { headers }) };
}
