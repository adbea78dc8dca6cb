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
  'not-found': 'there is no such room or job in this project',
  'invalid-request': 'MetaStudio does not accept the request',
  throttled: 'MetaStudio asks for fewer calls. Try again later',
  'wrong-endpoint': 'this is not where the API is. Check metastudio.endpoint',
  unavailable: 'MetaStudio did not answer as it should. Try again later',
  'unreadable-answer': 'the answer cannot be read. Check metastudio.endpoint and proxies',
  aborted: 'the call was given up',
};

function sentenceOf(call: string, details: CallErrorDetails): string {
  const { reason, status, errorCode, requestId } = details;
  const facts = [
    status === undefined ? undefined : `status ${status}`,
    errorCode,
    requestId === undefined ? undefined : `request ${requestId}`,
  ].filter((fact) => fact !== undefined);
  const known = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `${call} failed: ${SENTENCES[reason]}${known}.`;
}
