import { createHmac } from 'node:crypto';

import { invalidParameter, REFUSALS, type Refusal } from '../answer.js';
import { headerOf, queryPairs, type ArrivedRequest } from '../arrived-request.js';
import type { ReportPath } from '../endpoints/report-path.js';

/** How a caller makes its own `auth_key`. MetaStudio publishes no such scheme. */
export interface AuthKeyScheme {
  readonly secret: string;
  /**
   * With `{scheme} {host} {path} {url} {project_id} {room_id} {job_id} {expires_time}
   * {expires_time_hex}`; `{url}` is scheme, host and path without the query.
   */
  readonly template: string;
  readonly encoding: 'hex' | 'base64' | 'base64url';
}

/** The documented end of the range, in ms. */
const EXPIRES_TIME_MAX = 4_102_415_999_000;

/** The `auth_key` that a request brings. */
export interface PresentedKey {
  readonly key: string;
  readonly expiresAt: number;
}

/**
 * The `auth_key` and `expires_time` of a request, from the query or the `x-mss-*` headers.
 * @returns `undefined` if there is none, a refusal if they are incomplete, contradictory or
 *   malformed.
 */
export function presentedKey(request: ArrivedRequest): PresentedKey | Refusal | undefined {
  const pairs = queryPairs(request.query) ?? [];
  const keys = valuesOf(pairs, 'auth_key', headerOf(request.headers, 'x-mss-auth-key'));
  const times = valuesOf(pairs, 'expires_time', headerOf(request.headers, 'x-mss-expires-time'));
  if (keys.length === 0 && times.length === 0) return undefined;
  const [key, ...otherKeys] = keys;
  const [time, ...otherTimes] = times;
  // The form of a parameter is checked before its proof.
  if (times.some((one) => !/^\d{1,16}$/.test(one) || Number(one) > EXPIRES_TIME_MAX)) {
    return invalidParameter('expires_time must be 0 to 4102415999000');
  }
  if (key === undefined || time === undefined) return REFUSALS.unauthorized;
  if (otherKeys.length > 0 || otherTimes.length > 0) return REFUSALS.unauthorized;
  return key === '' ? REFUSALS.unauthorized : { key, expiresAt: Number(time) };
}

/** The key that the scheme gives for a report that arrived over plain HTTP. */
export function schemeKey(
  scheme: AuthKeyScheme,
  request: ArrivedRequest,
  names: ReportPath,
  expiresAt: number,
): string {
  const host = headerOf(request.headers, 'host') ?? '';
  const values = new Map<string, string>([
    ['scheme', 'http'],
    ['host', host],
    ['path', request.path],
    ['url', `http://${host}${request.path}`],
    ['project_id', names.projectId],
    ['room_id', names.roomId],
    ['job_id', names.jobId],
    ['expires_time', String(expiresAt)],
    ['expires_time_hex', expiresAt.toString(16)],
  ]);
  const text = scheme.template.replace(
    /\{([a-z_]+)\}/g,
    (placeholder, name: string) => values.get(name) ?? placeholder,
  );
  return createHmac('sha256', scheme.secret).update(text, 'utf8').digest(scheme.encoding);
}

function valuesOf(
  pairs: readonly (readonly [string, string])[],
  name: string,
  header: string | undefined,
): string[] {
  const values = pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
  return header === undefined ? values : [...values, header];
}
