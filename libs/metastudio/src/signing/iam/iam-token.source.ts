import type { Transport } from '../../http/late-transport.js';
import type { Secret } from '#secret';
import { retryAfterMs } from '#timing';
import { endpointOf } from '../../endpoint.js';
import { exchange, type Exchange } from '../../http/exchange.js';
import type { SkewClock } from '../../http/skew-clock.js';
import { answerFieldsOf, headerOf, type Answer } from '../../report/answer.js';
import { RETRY_AFTER_MS_MAX } from '../../report/report-outcome.js';
import { errorCodeOf } from '../../error-codes.js';
import { RequestUrl } from '../../request-url.js';
import { CredentialError } from '../credential-error.js';

/** An IAM user whose token MetaStudio accepts. */
export interface IamUser {
  /** IAM's origin, such as `https://iam.cn-north-4.myhuaweicloud.com`. */
  readonly endpoint: string;
  /** The account's name. */
  readonly domain: string;
  readonly user: string;
  readonly password: Secret;
  /** The name of the project that the token is scoped to, such as `cn-north-4`. */
  readonly project: string;
}

export interface IamToken {
  readonly text: string;
  /** In ms. */
  readonly obtainedAt: number;
  /** In ms. */
  readonly expiresAt: number;
}

/**
 * Fetches one token from IAM.
 * @throws {CredentialError} if there is none: retriable if IAM cannot be reached or is busy.
 * @see https://support.huaweicloud.com/api-iam/iam_30_0001.html
 */
export async function fetchIamToken(
  iamUser: IamUser,
  transport: Transport,
  clock: SkewClock,
  timeoutMs: number,
): Promise<IamToken> {
  const url = RequestUrl.parse(`${endpointOf(iamUser.endpoint).origin}${TOKENS_PATH}`);
  if (url === undefined) throw new TypeError('An IAM endpoint without an http(s) origin.');
  const result = await exchange(transport, {
    method: 'POST',
    url: url.withParameter('nocatalog', 'true'),
    headers: { 'content-type': 'application/json;charset=utf8' },
    body: Buffer.from(JSON.stringify(requestBodyOf(iamUser))),
    timeoutMs,
    answerBytesMax: ANSWER_BYTES_MAX,
  });
  return tokenOf(result, clock);
}

function requestBodyOf({ domain, user, password, project }: IamUser): object {
  const withPassword = { name: user, password: password.reveal(), domain: { name: domain } };
  const identity = { methods: ['password'], password: { user: withPassword } };
  return { auth: { identity, scope: { project: { name: project } } } };
}

function tokenOf(result: Exchange, clock: SkewClock): IamToken {
  if (result.kind !== 'answered') {
    const giverCode = result.kind === 'failed' ? (result.code ?? result.reason) : 'not sent';
    throw new CredentialError(`IAM cannot be reached (${giverCode}).`, {
      retriable: true,
      giverCode,
    });
  }
  const { answer } = result;
  clock.observe(headerOf(answer, 'date'));
  const { status } = answer;
  const code = iamCodeOf(answer);
  const giverCode = code ?? `status ${status}`;
  const facts = code === undefined ? giverCode : `status ${status}, ${code}`;
  if (status === 429 || status >= 500) {
    const asked = headerOf(answer, 'retry-after');
    const date = headerOf(answer, 'date');
    throw new CredentialError(`IAM is busy (${facts}).`, {
      retriable: true,
      giverCode,
      retryAfterMs: retryAfterMs(asked, date, clock.now(), RETRY_AFTER_MS_MAX),
    });
  }
  const text = headerOf(answer, 'x-subject-token');
  if (status < 200 || status >= 300 || text === undefined || !/^[!-~]+$/u.test(text)) {
    const wayOut = 'Check metastudio.auth: endpoint, domain, user, password, project';
    const message = `IAM gave no token (${facts}). ${wayOut}.`;
    throw new CredentialError(message, { retriable: false, giverCode });
  }
  const obtainedAt = clock.now();
  return { text, obtainedAt, expiresAt: expiryOf(answer.body, obtainedAt) };
}

/** IAM's own code: `error_code` beside the message, or `code` within `error` if it is no status. */
function iamCodeOf(answer: Answer): string | undefined {
  const { code, object } = answerFieldsOf(answer);
  const error: unknown = object?.['error'];
  const inner =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code ?? (typeof inner === 'string' ? errorCodeOf(inner) : undefined);
}

/**
 * The expiry that IAM returns, but never longer than the documented 24 hours. One that has passed says nothing: with
 * it each report would ask IAM for another token.
 */
function expiryOf(body: Buffer, obtainedAt: number): number {
  const written = /"expires_at"\s*:\s*"([^"]{1,64})"/u.exec(body.toString('utf8'))?.[1];
  const told = written === undefined ? NaN : Date.parse(written);
  return Math.min(told > obtainedAt ? told : Infinity, obtainedAt + LIFE_MS_MAX);
}

const TOKENS_PATH = '/v3/auth/tokens';
const ANSWER_BYTES_MAX = 262_144;
const LIFE_MS_MAX = 24 * 3_600_000;
