import { CREDENTIAL_FAULTS, type CredentialFault } from '../credential-fault.js';

const CALL_FAILURES = [
  'unauthorized',
  'forbidden',
  'not-found',
  'invalid-request',
  'throttled',
  'wrong-endpoint',
  'unavailable',
  'unreadable-answer',
  'unsendable',
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
  /** The problem of a refused credential, if the answer tells. */
  readonly fault?: CredentialFault | undefined;
  /** MetaStudio's own words for a request that it does not accept, cleaned and bounded. */
  readonly words?: string | undefined;
}

/**
 * A management call failed. The message names the call by host and path, the failure and what to
 * do; it contains no query and no key, and words of the answer only if they explain an invalid
 * request that consists of the operator's own filters and ids.
 */
export class MetaStudioCallError extends Error implements CallErrorDetails {
  readonly code = 'RELAY_METASTUDIO_CALL_FAILED';
  readonly reason: CallFailure;
  readonly status: number | undefined;
  readonly errorCode: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly fault: CredentialFault | undefined;
  readonly words: string | undefined;

  /** @param call such as `GET host/path`. */
  constructor(call: string, details: CallErrorDetails, options?: { cause?: unknown }) {
    super(sentenceOf(call, details), options);
    this.name = 'MetaStudioCallError';
    this.reason = details.reason;
    this.status = details.status;
    this.errorCode = details.errorCode;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.fault = details.fault;
    this.words = details.words;
  }

  /** Whether the same call may succeed later without the operator's help. */
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
  unsendable:
    'the request cannot be sent: a credential or appUserId holds a character that HTTP cannot carry. ' +
    'Check metastudio.auth',
  aborted: 'the call was given up',
};

const UNREACHED =
  'MetaStudio cannot be reached, or did not answer in time. ' +
  'Check metastudio.endpoint, the network and HTTPS_PROXY';

const UNTRUSTED =
  'the certificate of MetaStudio, or of a proxy that reads what is sent, does not count on this machine. ' +
  'Check its clock and metastudio.endpoint, and name an authority of your own in NODE_EXTRA_CA_CERTS';

/** Whether the code of a connection that failed means a certificate. */
export function isOfCertificate(code: string | undefined): boolean {
  return /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/u.test(code ?? '');
}

function whatHappened({ reason, status, errorCode, fault, words }: CallErrorDetails): string {
  if (reason === 'unauthorized' && fault !== undefined) return CREDENTIAL_FAULTS[fault];
  if (reason === 'unavailable' && status === undefined) {
    return isOfCertificate(errorCode) ? UNTRUSTED : UNREACHED;
  }
  if (words === undefined || words === '') return SENTENCES[reason];
  return `${SENTENCES[reason]}: ${words}`;
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
