/** The stand-in's answer to one request. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON; absent: an empty body. */
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A request that is refused, in MetaStudio's or the gateway's words. */
export interface Refusal {
  readonly status: number;
  /** `MSS.…` (MetaStudio) or `APIGW.…` (the gateway before it). */
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Makes a {@link Refusal}. */
export function refuse(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Refusal {
  return { status, code, message, headers };
}

/** The documented refusals that need no words of their own. */
export const REFUSALS = {
  unauthorized: refuse(401, 'MSS.00000001', 'Unauthorized'),
  tokenExpired: refuse(400, 'MSS.00010008', 'Invalid token in the header.'),
  notFound: refuse(404, 'MSS.00000002', 'Not Found'),
  otherTenant: refuse(400, 'MSS.00010009', 'urlTenantId is not equal tokenTenantId'),
  badMethod: refuse(400, 'MSS.00010004', 'method not allowed'),
  noSuchApi: refuse(404, 'APIGW.0101', 'The API does not exist or has not been published'),
  badJson: refuse(400, 'MSS.10000002', 'Request JSON exception'),
  jobState: refuse(400, 'MSS.20020001', 'The job state does not allow the operation'),
  tooLarge: refuse(413, 'APIGW.0201', 'Request entity too large'),
} as const satisfies Record<string, Refusal>;

/** An invalid parameter: MSS.00000003 with the place of the mistake. */
export function invalidParameter(problem: string): Refusal {
  return refuse(400, 'MSS.00000003', `Invalid parameter: ${problem}`);
}

/** The documented form of error bodies; `alternate` uses both in turn. */
export type ErrorShape = 'alternate' | 'classic' | 'gateway';

/** Writes refusals in the documented forms: the older `{error_code, error_msg}` and the newer. */
export class ErrorBodies {
  private turn = 0;

  constructor(private readonly shape: ErrorShape) {}

  /** The answer for a refusal. */
  answer(refusal: Refusal, requestId: string): Answer {
    const { status, headers } = refusal;
    return { status, headers, body: this.body(refusal, requestId) };
  }

  private body({ status, code, message }: Refusal, requestId: string): object {
    const newer = this.shape === 'gateway' || (this.shape === 'alternate' && this.turn++ % 2 === 1);
    if (!newer && code.startsWith('MSS')) return { error_code: code, error_msg: message };
    if (!newer) return { error_code: code, error_msg: message, request_id: requestId };
    return {
      status_code: status,
      request_id: requestId,
      error_code: code,
      error_message: message,
      encoded_authorization_message: '',
    };
  }
}
