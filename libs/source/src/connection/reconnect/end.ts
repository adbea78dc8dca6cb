import { retryAfterMs } from '#timing';
import type { IncomingHttpHeaders } from 'node:http';
import type { DisconnectReason } from '../state.js';
import { SourceError } from '../../source-error.js';
import type { AfterClose } from '../../source-protocol.js';
import { bilingual, bilingualWithNumber } from '../../bilingual.js';

/** How a connection, or an attempt at one, ended, and what to do next. */
export interface ConnectionEnd {
  readonly reason: DisconnectReason;
  /** {@link ConnectionStatus.code} */
  readonly code?: number | string | undefined;
  /** What to do next; absent: the protocol decides. */
  readonly after?: AfterClose | undefined;
  /** A sentence for the operator, if we are refused. */
  readonly sentence?: string | undefined;
  /** How long the server asks us to wait, bounded. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Whether we were not let in at all, by the server or the network. A room that is offline is no
 * refusal: it will go live one day, and the first minutes of a stream count.
 */
export function isRefusal({ reason, after }: ConnectionEnd): boolean {
  if (reason === 'source-refused') return after === 'reconnect';
  return reason.startsWith('upgrade-') || ['connect-failed', 'connect-timeout'].includes(reason);
}

/** The reason as it is told: what an end of its own making means only a protocol knows. */
export function toldReason({ reason, after }: ConnectionEnd): DisconnectReason {
  if (reason === 'closed' && after === 'reconnect-now') return 'server-asked';
  const isJudged = reason === 'closed' || reason.startsWith('protocol:');
  return isJudged && typeof after === 'object' ? 'source-refused' : reason;
}

/** The end of an attempt whose protocol could not tell where to connect to. */
export function endOfSourceError(error: unknown): ConnectionEnd {
  if (!(error instanceof SourceError)) return { reason: 'connect-failed', after: 'reconnect' };
  const { after, message: sentence, retryAfterMs: wished } = error;
  return { reason: 'source-refused', after, sentence, retryAfterMs: wished };
}

/** The end of an attempt that reached nobody. @param code the network's, or that of our own guard. */
export function endOfFailure(code: string | undefined): ConnectionEnd {
  const sentence = code === ADDRESS_REFUSED ? NOT_ALLOWED : undefined;
  return { reason: 'connect-failed', code, sentence };
}

/** What a source throws whose request reached nobody. @param words why, unless our own guard was it. */
export function unreached(cause: unknown, words: string): SourceError {
  return new SourceError(failureCode(cause) === ADDRESS_REFUSED ? NOT_ALLOWED : words, { cause });
}

/** When a fetch fails, its cause has the code; when it is not even tried, the error itself. */
export function failureCode(error: unknown): string | undefined {
  const { cause, code } = error as { cause?: { code?: unknown }; code?: unknown };
  const told = cause?.code ?? code;
  return typeof told === 'string' ? told : undefined;
}

/** The code of an error that tells that the operator does not allow the address. */
export const ADDRESS_REFUSED = 'RELAY_ADDRESS_REFUSED';
const NOT_ALLOWED = bilingual(
  'The address leads to this machine or a private network, which the file of the relay that holds this source does not allow: name the host in api.allowHosts there, and start that relay again.',
  '该地址指向本机或内网，而运行该来源的中继进程没有允许它：请在该进程的配置文件中，把这个主机加入 api.allowHosts，然后重启该进程。',
);

/**
 * The end of an attempt whose upgrade was answered with an HTTP status. Refusals are retried after
 * the longest delay of the backoff, not more rarely: a gateway in the middle of a deployment
 * answers 403 or 404, too.
 */
export function endOfRefusedUpgrade(
  status: number,
  headers: IncomingHttpHeaders,
  limits: { readonly retryAfterMaxMs: number; readonly wallClock: () => number },
): ConnectionEnd {
  const { 'retry-after': asked, date } = headers;
  return {
    reason: UPGRADE_REASONS.get(status) ?? 'upgrade-refused',
    code: status,
    after: SLOW_STATUSES.has(status) || isRedirect(status) ? 'slow' : 'reconnect',
    sentence: sentenceOf(status),
    retryAfterMs: retryAfterMs(asked, date, limits.wallClock(), limits.retryAfterMaxMs),
  };
}

/** How long an HTTP answer asks us to wait, at most five minutes; `undefined`: it does not ask. */
export function waitAskedBy({ headers }: Response): number | undefined {
  const asked = headers.get('retry-after') ?? undefined;
  return retryAfterMs(asked, headers.get('date') ?? undefined, Date.now(), ASKED_MOST_MS);
}

const ASKED_MOST_MS = 300_000;

const UPGRADE_REASONS: ReadonlyMap<number, DisconnectReason> = new Map([
  [401, 'upgrade-401'],
  [403, 'upgrade-403'],
  [404, 'upgrade-404'],
  [429, 'upgrade-429'],
]);

const SLOW_STATUSES: ReadonlySet<number> = new Set([401, 403, 404, 429]);

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function sentenceOf(status: number): string | undefined {
  if (status === 401 || status === 403) return notLetIn(status);
  if (status === 404) return notThere(status);
  if (status === 429) return tooMany(status);
  return isRedirect(status) ? redirected(status) : undefined;
}

const ANSWER = {
  en: 'The server answered the connection attempt with HTTP {}',
  zh: '服务器对连接请求返回了 HTTP {}',
};
const notLetIn = bilingualWithNumber(
  `${ANSWER.en}: check the token or key of this source.`,
  `${ANSWER.zh}：请检查该来源的令牌或密钥。`,
);
const notThere = bilingualWithNumber(
  `${ANSWER.en}: check the url and the room of this source.`,
  `${ANSWER.zh}：请检查该来源的 url 和房间。`,
);
const tooMany = bilingualWithNumber(
  `${ANSWER.en}: too many connections from this address or account.`,
  `${ANSWER.zh}：该 IP 或账号的连接过多。`,
);
const redirected = bilingualWithNumber(
  `${ANSWER.en}: redirects are not followed, give the final url.`,
  `${ANSWER.zh}：程序不会跟随跳转，请填写最终的 url。`,
);
