import { USER_AGENT } from '#agent';
import type { Dispatcher } from 'undici';

type Headers = Dispatcher.DispatchOptions['headers'];

/**
 * Adds our user agent, and what we accept, to every request of a dispatcher. A call's own headers
 * take precedence, and neither is signed: a proxy may change them.
 */
export function introduce(
  dispatch: Dispatcher.Dispatch,
): (options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) => boolean {
  return (options, handler) =>
    dispatch({ ...options, headers: introduced(options.headers) }, handler);
}

/** Headers with the user agent and what is accepted, if they lack these. Names in lower case. */
export function introduced(headers: Headers): Record<string, string | string[] | undefined> {
  const given = Object.fromEntries(pairsOf(headers).map(([name, value]) => [lower(name), value]));
  // `fetch` adds its library's name if there is no other.
  if (given['user-agent'] === 'undici') delete given['user-agent'];
  return { 'user-agent': USER_AGENT, accept: 'application/json', ...given };
}

type Pair = readonly [name: string, value: string | string[] | undefined];

function pairsOf(headers: Headers): Pair[] {
  if (headers === undefined || headers === null) return [];
  if (Array.isArray(headers)) {
    return headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1]] as Pair] : []));
  }
  return Symbol.iterator in headers
    ? [...(headers as Iterable<Pair>)]
    : Object.entries(headers as Record<string, string | string[] | undefined>);
}

function lower(name: string): string {
  return name.toLowerCase();
}
