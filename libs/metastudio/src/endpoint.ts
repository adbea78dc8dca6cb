import { isLoopback } from '#loopback';
import { RequestUrl } from './request-url.js';

/** Where MetaStudio is. */
export interface Endpoint {
  /** `https://host`, with a port if it is not the scheme's default. */
  readonly origin: string;
  readonly scheme: 'http' | 'https';
  /** Lower-case, without a port, IPv6 in brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Only reached on this machine: a simulator, a test. The only case in which http is allowed. */
  readonly loopback: boolean;
}

/**
 * Reads `https://host[:port]`.
 *
 * @throws {TypeError} for anything else: http to a host that is not loopback, a path, a query,
 * credentials. The configuration checks with {@link endpointProblem} first.
 */
export function endpointOf(text: string): Endpoint {
  const problem = endpointProblem(text);
  if (problem !== undefined) throw new TypeError(problem);
  const url = new URL(text);
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  return {
    origin: url.origin,
    scheme,
    hostname: url.hostname,
    port: url.port === '' ? DEFAULT_PORT[scheme] : Number(url.port),
    loopback: isLoopback(url.hostname),
  };
}

/** The endpoint of a region, such as `cn-north-4`. */
export function endpointOfRegion(region: string): string {
  return `https://metastudio.${region}.myhuaweicloud.com`;
}

/** The problem of an endpoint, in a sentence without its value; `undefined` if there is none. */
export function endpointProblem(text: string): string | undefined {
  const asWritten = RequestUrl.parse(text);
  if (asWritten === undefined || !URL.canParse(text)) {
    return 'The endpoint must be an address like https://host.';
  }
  const url = new URL(text);
  if (url.pathname !== '/' || asWritten.requestTarget !== '/') {
    return 'The endpoint must end after the host: no path and no query.';
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'The endpoint must be https; http is for loopback alone.';
  }
  return undefined;
}

/** The default port of each scheme. */
export const DEFAULT_PORT = { http: 80, https: 443 } as const;
