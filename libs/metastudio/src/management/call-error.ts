export const CALL_FAILURES = [
  'unauthorized',
  'forbidden',
  'not-found',
  'invalid-request',
  'throttled',
  'wrong-endpoint',
  'unavailable',
  'unreadable-answer',
  'aborted',
] as const;

/** Why a management call failed. */
export type CallFailure = (typeof CALL_FAILURES)[number];

export interface CallErrorDetails {
  readonly reason: CallFailure;
  readonly status?: number | undefined;
  /** MetaStudio's, the gateway's or the network's code. */
  readonly errorCode?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/**
 * A management call failed. The message names the call by host and path, what happened and the
 * way out; it holds no query, no key and no words of the answer.
 */
export class MetaStudioCallError extends Error implements CallErrorDetails {
  readonly code = 'RELAY_METASTUDIO_CALL_FAILED';
  readonly reason: CallFailure;
  readonly status: number | undefined;
  readonly errorCode: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  /** @param call such as `GET host/path`. */
  constructor(call: string, details: CallErrorDetails, options?: { cause?: unknown }) {
    super(sentenceOf(call, details), options);
    this.name = 'MetaStudioCallError';
    this.reason = details.reason;
    this.status = details.status;
    this.errorCode = details.errorCode;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Whether the same call may work later without the operator doing something. */
  get retriable(): boolean {
    return this.reason === 'throttled' || this.reason === 'unavailable';
  }
}

const SENTENCES: Readonly<Record<CallFailure, string>> = {
  unauthorized: 'the credential was refused. Check metastudio.auth and the clock',
  forbidden: 'this credential may not do that. Check the permissions and the project id',
  'not-found': 'there is no such room or job in this project, or no such API at this endpoint',
  'invalid-request': 'MetaStudio does not accept the request',
  throttled: 'MetaStudio asks for fewer calls. Try again later',
  'wrong-endpoint': 'this is not where the API is. Check metastudio.endpoint',
  unavailable: 'MetaStudio did not answer as it should. Try again later',
  'unreadable-answer': 'the answer cannot be read. Check metastudio.endpoint and proxies',
  aborted: 'the call was given up',
};

const TOKEN_REFUSED =
  'the token was refused: it is wrong, expired (after 24 hours) or of another project. ' +
  'Check metastudio.auth';
const TOKEN_CODES: ReadonlySet<string | undefined> = new Set(['MSS.00010008', 'APIGW.0307']);
const UNREACHED =
  'MetaStudio cannot be reached, or did not answer in time. ' +
  'Check metastudio.endpoint, the network and HTTPS_PROXY';

function whatHappened({ reason, status, errorCode }: CallErrorDetails): string {
  if (reason === 'unauthorized' && TOKEN_CODES.has(errorCode)) return TOKEN_REFUSED;
  if (reason === 'unavailable' && status === undefined) return UNREACHED;
  return SENTENCES[reason];
}

function sentenceOf(call: string, details: CallErrorDetails): string {
  const { status, errorCode, requestId } = details;
  const facts = [
    status === undefined ? undefined : `status ${status}`,
    errorCode,
    requestId === undefined ? undefined : `request ${requestId}`,
  ].filter((fact) => fact !== undefined);
  const known = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `${call} failed: ${whatHappened(details)}${known}.`;
}
