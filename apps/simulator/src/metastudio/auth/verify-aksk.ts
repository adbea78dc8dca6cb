import { createHash, createHmac } from 'node:crypto';

import { refuse, type Refusal } from '../answer.js';
import {
  headerOf,
  percentDecoded,
  percentEncoded,
  queryPairs,
  type ArrivedRequest,
} from '../arrived-request.js';

const ALGORITHM = 'SDK-HMAC-SHA256';
const CLOCK_SKEW_MAX_MS = 15 * 60_000;
const SIGNED_HEADERS_MAX = 64;

/** The access key that the stand-in knows. */
export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Of temporary keys: the request must bring it, signed. */
  readonly securityToken?: string | undefined;
}

/**
 * Checks an `Authorization: SDK-HMAC-SHA256 …` against the request as it arrived. Written from
 * the signing guide alone: it shares nothing with the relay's signer.
 *
 * @param now in ms; X-Sdk-Date may be 15 minutes off.
 * @returns what is wrong, in the gateway's words; `undefined` when the signature holds.
 * @see https://support.huaweicloud.com/devg-apisign/api-sign-algorithm-001.html
 */
export function verifyAkSk(
  request: ArrivedRequest,
  key: AccessKey,
  now: number,
): Refusal | undefined {
  const claim = parseAuthorization(headerOf(request.headers, 'authorization') ?? '');
  if (claim === undefined) return incorrect('the Authorization header cannot be read');
  if (claim.access !== key.accessKey) return incorrect('unknown access key');
  const list = claim.signedHeaders;
  if (list.length > SIGNED_HEADERS_MAX) return incorrect('too many signed headers');
  if (!list.includes('x-sdk-date')) return incorrect('x-sdk-date is not signed');
  if (list.some((name, at) => name !== name.toLowerCase() || (at > 0 && name <= list[at - 1]!))) {
    return incorrect('SignedHeaders must be lower-case and sorted');
  }
  if (key.securityToken !== undefined) {
    const token = headerOf(request.headers, 'x-security-token');
    if (token !== key.securityToken || !list.includes('x-security-token')) {
      return incorrect('x-security-token is missing, wrong or not signed');
    }
  } else if (headerOf(request.headers, 'x-security-token') !== undefined) {
    return incorrect('x-security-token does not belong to the access key');
  }
  const date = headerOf(request.headers, 'x-sdk-date') ?? '';
  const signedAt = parseSdkDate(date);
  if (signedAt === undefined) return incorrect('x-sdk-date cannot be read');
  if (Math.abs(now - signedAt) > CLOCK_SKEW_MAX_MS) {
    return mismatch('x-sdk-date differs from the server time by more than 15 minutes');
  }
  const bodyHash = claimedBodyHash(request);
  if (bodyHash === undefined) return mismatch('x-sdk-content-sha256 is not the hash of the body');
  const canonical = canonicalRequest(request, list, bodyHash);
  if (canonical === undefined) return incorrect('a signed header is missing');
  const expected = signatureOf(canonical, date, key.secretKey);
  return expected === claim.signature ? undefined : mismatch('verify aksk signature fail');
}

/**
 * The canonical request of what arrived.
 *
 * @param signedHeaders lower-case and sorted.
 * @returns `undefined` where a signed header did not arrive or the encoding is broken.
 */
export function canonicalRequest(
  request: ArrivedRequest,
  signedHeaders: readonly string[],
  bodyHash: string,
): string | undefined {
  const path = canonicalPath(request.path);
  const pairs = queryPairs(request.query);
  if (path === undefined || pairs === undefined) return undefined;
  let headers = '';
  for (const name of signedHeaders) {
    const value = headerOf(request.headers, name);
    if (value === undefined) return undefined;
    headers += `${name}:${value.trim()}\n`;
  }
  const query = pairs
    .map(([name, value]) => [percentEncoded(name), percentEncoded(value)] as const)
    .sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return [request.method, path, query, headers, signedHeaders.join(';'), bodyHash].join('\n');
}

/** The signature of a canonical request, in lower-case hex. */
export function signatureOf(canonical: string, sdkDate: string, secretKey: string): string {
  const toSign = `${ALGORITHM}\n${sdkDate}\n${sha256(canonical)}`;
  return createHmac('sha256', secretKey).update(toSign).digest('hex');
}

/** SHA-256 in lower-case hex. */
export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function canonicalPath(path: string): string | undefined {
  const segments = [];
  for (const segment of path.split('/')) {
    const text = percentDecoded(segment);
    if (text === undefined) return undefined;
    segments.push(percentEncoded(text));
  }
  const joined = segments.join('/');
  return joined.endsWith('/') ? joined : `${joined}/`;
}

function claimedBodyHash(request: ArrivedRequest): string | undefined {
  const claimed = headerOf(request.headers, 'x-sdk-content-sha256');
  if (claimed === 'UNSIGNED-PAYLOAD') return claimed;
  const actual = sha256(request.body);
  return claimed === undefined || claimed === actual ? actual : undefined;
}

interface Claim {
  readonly access: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const AUTHORIZATION =
  /^SDK-HMAC-SHA256 Access=([^,\s]{1,256}), ?SignedHeaders=([^,\s]{1,2048}), ?Signature=([0-9a-f]{64})$/;

function parseAuthorization(header: string): Claim | undefined {
  const match = AUTHORIZATION.exec(header);
  if (match === null) return undefined;
  return { access: match[1]!, signedHeaders: match[2]!.split(';'), signature: match[3]! };
}

/** `YYYYMMDDTHHMMSSZ` as ms; `undefined` where it is anything else. */
export function parseSdkDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1);
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function incorrect(detail: string): Refusal {
  const message = `Incorrect IAM authentication information: ${detail}`;
  return refuse(401, 'APIGW.0301', message);
}

function mismatch(detail: string): Refusal {
  return refuse(401, 'APIGW.0303', `Incorrect app authentication information: ${detail}`);
}
