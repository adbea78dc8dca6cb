import { createHmac, hash } from 'node:crypto';
import { queryPairs } from '../../request-url.js';
import { decodeRfc3986, encodeRfc3986 } from '../../rfc3986.js';

/** The input of SDK-HMAC-SHA256. */
export interface SdkHmacInput {
  readonly method: string;
  /** As on the request line. */
  readonly path: string;
  /** As on the request line, without its question mark. */
  readonly query: string;
  /** Exactly the signed headers, including `x-sdk-date`; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that are sent. */
  readonly body?: Uint8Array | undefined;
}

/** The `Authorization` header of Huawei Cloud's SDK-HMAC-SHA256. */
export function authorizationOf(input: SdkHmacInput, accessKey: string, secretKey: string): string {
  const names = signedHeadersOf(input.headers);
  const text = stringToSign(input, names);
  const signature = createHmac('sha256', secretKey).update(text).digest('hex');
  return `${ALGORITHM} Access=${accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}

/** The request in the one form that both sides hash. */
export function canonicalRequest(
  { method, path, query, headers, body }: SdkHmacInput,
  names = signedHeadersOf(headers),
): string {
  const lines = names.map((name) => `${name}:${headers[name]!.trim()}\n`);
  return [
    method,
    canonicalPath(path),
    canonicalQuery(query),
    lines.join(''),
    names.join(';'),
    body === undefined ? EMPTY_SHA256 : hash('sha256', body, 'hex'),
  ].join('\n');
}

/** `YYYYMMDDTHHMMSSZ`, the form of `X-Sdk-Date`. */
export function sdkDateOf(timestamp: number): string {
  return new Date(timestamp).toISOString().replace(/[-:]|\.\d+/gu, '');
}

function stringToSign(input: SdkHmacInput, names: string[]): string {
  const date = input.headers['x-sdk-date'] ?? '';
  return `${ALGORITHM}\n${date}\n${hash('sha256', canonicalRequest(input, names), 'hex')}`;
}

/** Only the signature has the trailing slash: the request line need not have it. */
function canonicalPath(path: string): string {
  const joined = UNRESERVED_PATH.test(path) ? path : encodedAnew(path);
  return joined.endsWith('/') ? joined : `${joined}/`;
}

function encodedAnew(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeRfc3986(decodeRfc3986(segment)))
    .join('/');
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = queryPairs(query).map(([name, value]): [string, string] => [
    encodeRfc3986(name),
    encodeRfc3986(value),
  ]);
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

/** By code unit, never by locale: both sides must sort alike. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function signedHeadersOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.keys(headers).sort(compare);
}

const ALGORITHM = 'SDK-HMAC-SHA256';
/** Nothing in it is written in another way, by RFC 3986. */
const UNRESERVED_PATH = /^[\w.~/-]*$/;
const EMPTY_SHA256 = hash('sha256', '', 'hex');
