/**
 * The meaning of an error code, whatever the HTTP status: MetaStudio answers a bad token with 400
 * as well as 401, and the gateway uses one code for four things.
 */
export type CodeVerdict =
  | 'unauthorized'
  | 'invalid'
  | 'perhaps-invalid'
  | 'gone'
  | 'throttled'
  | 'server-error'
  | 'unanswered'
  | 'too-large'
  | 'forbidden'
  | 'wrong-project'
  | 'wrong-endpoint';

export interface ErrorCode {
  /** `APIGW.` stands for `APIG.` as well. */
  readonly code: string;
  /** Applies only with this HTTP status; absent: with every other. */
  readonly status?: number;
  readonly verdict: CodeVerdict;
  /** The vendor's words, in English. */
  readonly meaning: string;
}

/**
 * The codes of MetaStudio and of the API gateway before it. `docs/ERRORS.md` lists the same.
 *
 * @see https://support.huaweicloud.com/devg-apisign/api-sign-errorcode.html
 */
export const ERROR_CODES: readonly ErrorCode[] = [
  { code: 'MSS.00000001', verdict: 'unauthorized', meaning: 'Unauthorized.' },
  { code: 'MSS.00000002', status: 404, verdict: 'gone', meaning: 'Not found.' },
  { code: 'MSS.00000002', verdict: 'invalid', meaning: 'Invalid body.' },
  { code: 'MSS.00000003', verdict: 'invalid', meaning: 'Invalid parameter.' },
  { code: 'MSS.00000004', verdict: 'server-error', meaning: 'Internal error.' },
  { code: 'MSS.000000002', verdict: 'server-error', meaning: 'Internal error (nine digits).' },
  { code: 'MSS.000000003', verdict: 'invalid', meaning: 'Invalid parameter (nine digits).' },
  { code: 'MSS.000000004', verdict: 'unauthorized', meaning: 'Unauthorized (nine digits).' },
  { code: 'MSS.00010003', verdict: 'wrong-endpoint', meaning: 'API not found.' },
  { code: 'MSS.00010004', verdict: 'wrong-endpoint', meaning: 'Method not allowed.' },
  { code: 'MSS.00010008', verdict: 'unauthorized', meaning: 'Invalid token in the header.' },
  {
    code: 'MSS.00010009',
    verdict: 'wrong-project',
    meaning: 'The project of the URL is not that of the token.',
  },
  { code: 'MSS.10000002', verdict: 'invalid', meaning: 'The JSON of the request is wrong.' },
  { code: 'MSS.10000003', verdict: 'invalid', meaning: 'A parameter is wrong.' },
  { code: 'MSS.20020001', verdict: 'gone', meaning: 'The state of the job forbids it.' },
  {
    code: 'APIGW.0101',
    verdict: 'wrong-endpoint',
    meaning: 'The API does not exist or is not published.',
  },
  { code: 'APIGW.0103', verdict: 'server-error', meaning: 'The backend does not exist.' },
  { code: 'APIGW.0104', verdict: 'server-error', meaning: 'The plug-ins do not exist.' },
  { code: 'APIGW.0105', verdict: 'server-error', meaning: 'The backend is not configured.' },
  { code: 'APIGW.0106', verdict: 'server-error', meaning: 'Orchestration error.' },
  { code: 'APIGW.0201', status: 413, verdict: 'too-large', meaning: 'The body is too large.' },
  { code: 'APIGW.0201', status: 414, verdict: 'wrong-endpoint', meaning: 'The URI is too large.' },
  {
    code: 'APIGW.0201',
    status: 494,
    verdict: 'wrong-endpoint',
    meaning: 'The headers are too large.',
  },
  { code: 'APIGW.0201', status: 502, verdict: 'server-error', meaning: 'Backend unavailable.' },
  { code: 'APIGW.0201', status: 504, verdict: 'unanswered', meaning: 'Backend timeout.' },
  { code: 'APIGW.0201', verdict: 'perhaps-invalid', meaning: 'API request error.' },
  { code: 'APIGW.0202', verdict: 'server-error', meaning: 'Backend unavailable.' },
  { code: 'APIGW.0203', verdict: 'unanswered', meaning: 'Backend timeout.' },
  {
    code: 'APIGW.0301',
    verdict: 'unauthorized',
    meaning: 'Incorrect IAM authentication information.',
  },
  { code: 'APIGW.0302', verdict: 'forbidden', meaning: 'The IAM user may not call the API.' },
  {
    code: 'APIGW.0303',
    verdict: 'unauthorized',
    meaning: 'Incorrect app authentication information: signature or clock.',
  },
  { code: 'APIGW.0304', verdict: 'forbidden', meaning: 'The app may not call the API.' },
  {
    code: 'APIGW.0305',
    verdict: 'unauthorized',
    meaning: 'Incorrect authentication information.',
  },
  { code: 'APIGW.0306', verdict: 'forbidden', meaning: 'API access denied.' },
  { code: 'APIGW.0307', verdict: 'unauthorized', meaning: 'The token must be updated.' },
  { code: 'APIGW.0308', verdict: 'throttled', meaning: 'The throttling threshold is reached.' },
  { code: 'APIGW.0310', verdict: 'forbidden', meaning: 'The project is unavailable.' },
  {
    code: 'APIGW.0311',
    verdict: 'unauthorized',
    meaning: 'Incorrect debugging authentication information.',
  },
  { code: 'APIGW.0401', verdict: 'forbidden', meaning: 'Unknown client IP address.' },
  { code: 'APIGW.0402', verdict: 'forbidden', meaning: 'The IP address may not call the API.' },
  { code: 'APIGW.0404', verdict: 'forbidden', meaning: 'The backend address is denied.' },
  { code: 'APIGW.0501', verdict: 'forbidden', meaning: 'The quota is used up.' },
  { code: 'APIGW.0502', verdict: 'forbidden', meaning: 'The account is frozen.' },
  { code: 'APIGW.0601', verdict: 'server-error', meaning: 'Internal server error.' },
  { code: 'APIGW.0602', verdict: 'perhaps-invalid', meaning: 'Bad request.' },
  { code: 'APIGW.0605', verdict: 'server-error', meaning: 'The backend host has no address.' },
  { code: 'APIGW.0606', verdict: 'server-error', meaning: 'The API is not loaded.' },
  { code: 'APIGW.0607', verdict: 'wrong-endpoint', meaning: 'The protocol is not supported.' },
  { code: 'APIGW.0608', verdict: 'server-error', meaning: 'No admin token.' },
  { code: 'APIGW.0609', verdict: 'server-error', meaning: 'The VPC backend does not exist.' },
  { code: 'APIGW.0610', verdict: 'server-error', meaning: 'No backend available.' },
  { code: 'APIGW.0611', verdict: 'server-error', meaning: 'The backend port does not exist.' },
  { code: 'APIGW.0612', verdict: 'server-error', meaning: 'The API calls itself.' },
  { code: 'APIGW.0613', verdict: 'server-error', meaning: 'IAM is unavailable.' },
  { code: 'APIGW.0705', verdict: 'server-error', meaning: 'No backend signature.' },
  { code: 'APIGW.0801', verdict: 'wrong-endpoint', meaning: 'Not available in this region.' },
  { code: 'APIGW.0802', verdict: 'forbidden', meaning: 'The IAM user may not use the region.' },
];

/** The meaning of a code with a status; `undefined` for an unpublished code. */
export function verdictOfCode(code: string, status: number): CodeVerdict | undefined {
  return VERDICTS.get(`${code} ${status}`) ?? VERDICTS.get(code);
}

/**
 * A code in the form for comparing and showing: without white space, `APIG.` as `APIGW.`.
 * `undefined` for text that does not look like a code, so that nothing foreign gets into a metric
 * or a log.
 */
export function errorCodeOf(raw: unknown): string | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined;
  const code = String(raw).trim();
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/u.test(code)) return undefined;
  return code.replace(/^APIG\./u, 'APIGW.');
}

const VERDICTS: ReadonlyMap<string, CodeVerdict> = new Map(
  ERROR_CODES.map(({ code, status, verdict }) => [
    status === undefined ? code : `${code} ${status}`,
    verdict,
  ]),
);
