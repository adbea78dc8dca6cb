import { isLoopback } from '#loopback';
import { isIP } from 'node:net';
import { DEFAULT_PORT, type Endpoint } from '../endpoint.js';
import { reportPathOf, type ReportTarget } from '../report-target.js';
import { RequestUrl } from '../request-url.js';

/** Where a report URL may point. */
export interface ReportUrlRules {
  readonly endpoint: Endpoint;
  /** Besides the endpoint's host: `.example.com` is any host below it, others are exact. */
  readonly allowedHosts: readonly string[];
}

const URL_REFUSALS = [
  'too-long',
  'malformed',
  'credentials',
  'fragment',
  'scheme',
  'host',
  'ip-literal',
  'port',
  'path',
] as const;

/** Why a report URL is not followed. `path`: it belongs to another project, room or job. */
export type UrlRefusal = (typeof URL_REFUSALS)[number];

export type CheckedReportUrl =
  | { readonly ok: true; readonly url: RequestUrl }
  | { readonly ok: false; readonly refusal: UrlRefusal };

/** Longest report URL, in bytes. */
const REPORT_URL_BYTES_MAX = 8192;

/**
 * Decides whether a report URL from outside (an answer, the configuration, Redis) may be sent
 * events and, with them, a credential. An accepted URL is kept byte for byte.
 */
export function checkReportUrl(
  text: string,
  rules: ReportUrlRules,
  target: ReportTarget,
): CheckedReportUrl {
  if (text.length > REPORT_URL_BYTES_MAX) return refused('too-long');
  if (text.includes('#')) return refused('fragment');
  if (AUTHORITY_WITH_CREDENTIALS.test(text)) return refused('credentials');
  const url = RequestUrl.parse(text);
  if (url === undefined || !URL.canParse(text)) return refused('malformed');
  // `URL` must read it exactly as written: `0x7f.1`, `%65vil.com` or a full-width dot would
  // otherwise be one host for the check and another for the connection.
  const read = new URL(text);
  const written = url.host.replace(/:\d*$/u, '');
  if (read.hostname !== written || !HOST.test(written)) return refused('host');
  const refusal =
    hostRefusal(written, rules) ??
    schemeRefusal(url.scheme, written, rules.endpoint) ??
    portRefusal(url, read.port, rules.endpoint) ??
    (samePath(url.path, reportPathOf(target)) ? undefined : 'path');
  return refusal === undefined ? { ok: true, url } : refused(refusal);
}

function hostRefusal(
  host: string,
  { endpoint, allowedHosts }: ReportUrlRules,
): UrlRefusal | undefined {
  if (host === endpoint.hostname) return undefined;
  if (host.startsWith('[') || isIP(host) !== 0) return 'ip-literal';
  return allowedHosts.some((allowed) => matches(host, allowed.toLowerCase())) ? undefined : 'host';
}

function matches(host: string, allowed: string): boolean {
  if (!allowed.startsWith('.')) return host === allowed;
  return allowed.length > 1 && host.length > allowed.length && host.endsWith(allowed);
}

function schemeRefusal(
  scheme: 'http' | 'https',
  host: string,
  endpoint: Endpoint,
): UrlRefusal | undefined {
  if (scheme === 'https') return undefined;
  const local = endpoint.scheme === 'http' && endpoint.loopback && isLoopback(host);
  return local ? undefined : 'scheme';
}

function portRefusal(url: RequestUrl, port: string, endpoint: Endpoint): UrlRefusal | undefined {
  if (url.host.endsWith(':')) return 'port';
  const effective = port === '' ? DEFAULT_PORT[url.scheme] : Number(port);
  return effective === endpoint.port || effective === DEFAULT_PORT.https ? undefined : 'port';
}

/** Ids are UUIDs that MetaStudio writes with or without hyphens; any other difference counts. */
function samePath(given: string, expected: string): boolean {
  if (given === expected) return true;
  const givenSegments = given.split('/');
  const expectedSegments = expected.split('/');
  return (
    givenSegments.length === expectedSegments.length &&
    givenSegments.every((segment, at) => sameSegment(segment, expectedSegments[at]!))
  );
}

function sameSegment(given: string, expected: string): boolean {
  if (given === expected) return true;
  return UUID.test(given) && UUID.test(expected) && plainUuid(given) === plainUuid(expected);
}

function plainUuid(id: string): string {
  return id.replaceAll('-', '').toLowerCase();
}

function refused(refusal: UrlRefusal): CheckedReportUrl {
  return { ok: false, refusal };
}

/** Names with nothing missing between their dots, nor before or after, or an IPv6 literal. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w-]+(?:\.[\w-]+)*)$/u;
const AUTHORITY_WITH_CREDENTIALS = /^[^/?#]*\/\/[^/?#]*@/u;
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/iu;
