import type { ProblemKind } from './contract.js';

/** A request that the relay refused: its own words, and every place that is wrong. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** Absent where no relay answered. */
    readonly kind: ProblemKind | undefined,
    readonly detail: string,
    readonly errors: readonly ApiComplaint[] = [],
    readonly more: {
      readonly retryAfterS?: number | undefined;
      /** What kind of problem it is, in words: the detail alone may not tell. */
      readonly title?: string | undefined;
      /** The detail in Chinese, where the relay tells it. */
      readonly detailZh?: string | undefined;
    } = {},
  ) {
    super(detail);
    this.name = 'ApiError';
  }
}

export interface ApiComplaint {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly detailZh?: string;
  readonly errors?: readonly ApiComplaint[];
}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

const PROBLEM = 'urn:live-relay:problem:';

/** Sends a request to the relay. @throws {ApiError} where the relay refuses, or does not answer. */
export async function ask<T>(path: string, asking: Asking = {}): Promise<T> {
  const text = await (await answerOf(path, asking)).text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function answerOf(
  path: string,
  { method = 'GET', body, headers = {}, signal }: Asking,
): Promise<Response> {
  const askedAt = performance.now();
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, {
      method,
      headers: {
        // Protects against CSRF: a page of another origin cannot set this header.
        'x-relay-console': '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(0, undefined, '');
  }
  if (response.ok) return response;
  const error = await errorOf(response);
  if (error.status === 401) for (const hear of loggedOut) hear(askedAt);
  throw error;
}

async function errorOf(response: Response): Promise<ApiError> {
  const { status, headers } = response;
  let problem: ProblemBody = {};
  try {
    problem = (await response.json()) as ProblemBody;
  } catch {
    // A proxy answered, not the relay.
  }
  const { type = '', title, detail = '', detailZh, errors = [] } = problem;
  const kind = type.startsWith(PROBLEM) ? (type.slice(PROBLEM.length) as ProblemKind) : undefined;
  const wait = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfterS = Number.isFinite(wait) ? wait : undefined;
  return new ApiError(status, kind, detail, errors, { retryAfterS, title, detailZh });
}

const loggedOut = new Set<(askedAt: number) => void>();

/** Calls `heard` when a request, sent at `askedAt`, finds that there is no session, or that it is over. */
export function onLoggedOut(heard: (askedAt: number) => void): void {
  loggedOut.add(heard);
}
