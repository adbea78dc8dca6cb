import { decodeRfc3986, encodeRfc3986 } from './rfc3986.js';

/**
 * The address of one request, kept byte for byte as given: an issued report URL must reach
 * MetaStudio exactly as MetaStudio wrote it, which `URL` does not ensure. Its query may hold a key:
 * converted to text or JSON, or inspected, it shows at most host and path.
 */
export class RequestUrl {
  readonly scheme: 'http' | 'https';
  /** With its port if one is written, as in the `Host` header. */
  readonly host: string;
  readonly path: string;
  readonly #query: string | undefined;

  private constructor(
    scheme: 'http' | 'https',
    host: string,
    path: string,
    query: string | undefined,
  ) {
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.#query = query;
  }

  /** @returns `undefined` for what is not an absolute http(s) URL in visible ASCII. */
  static parse(text: string): RequestUrl | undefined {
    const match = ABSOLUTE.exec(text);
    if (match === null) return undefined;
    const [, scheme, host, path, query] = match;
    const lower = scheme!.length === 4 ? 'http' : 'https';
    return new RequestUrl(lower, host!.toLowerCase(), path === '' ? '/' : path!, query);
  }

  get origin(): string {
    return `${this.scheme}://${this.host}`;
  }

  /** Without the query: the `{url}` of a signature template. */
  get withoutQuery(): string {
    return `${this.scheme}://${this.host}${this.path}`;
  }

  /** The query as written, without its question mark; empty if there is none. A secret. */
  get query(): string {
    return this.#query ?? '';
  }

  /** Path and query, as they go on the request line. A secret. */
  get requestTarget(): string {
    return this.#query === undefined ? this.path : `${this.path}?${this.#query}`;
  }

  /** The whole address. A secret. */
  reveal(): string {
    return `${this.origin}${this.requestTarget}`;
  }

  /** The first value of a query parameter, decoded. */
  parameter(name: string): string | undefined {
    return queryPairs(this.query).find(([key]) => key === name)?.[1];
  }

  /** The same address with another, encoded parameter at the end; the rest stays unchanged. */
  withParameter(name: string, value: string): RequestUrl {
    const added = `${encodeRfc3986(name)}=${encodeRfc3986(value)}`;
    const query = this.query === '' ? added : `${this.query}&${added}`;
    return new RequestUrl(this.scheme, this.host, this.path, query);
  }

  /** Host and path: the only parts that an error or a log may contain. */
  toString(): string {
    return `${this.host}${this.path}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The names and values of a query, decoded, in their order. */
export function queryPairs(query: string): [name: string, value: string][] {
  if (query === '') return [];
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals === -1
        ? [decodeRfc3986(part), '']
        : [decodeRfc3986(part.slice(0, equals)), decodeRfc3986(part.slice(equals + 1))];
    });
}

/** Plain classes and no `i` flag: with `u` it would match the Kelvin sign as a k. */
const ABSOLUTE =
  /^([Hh][Tt][Tt][Pp][Ss]?):\/\/((?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::\d*)?)(\/[!-"$->@-~]*|)(?:\?([!-"$-~]*))?$/u;
