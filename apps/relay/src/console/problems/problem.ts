import type { HttpAnswer } from '../respond.js';

/**
 * Every problem that the API answers with (RFC 9457), by the last part of its `type`. docs/API.md
 * has a row for each.
 */
export const PROBLEMS = {
  unauthenticated: { status: 401, title: 'No token, and none is known for this request' },
  'invalid-token': { status: 401, title: 'The token is not one of this relay' },
  'too-many-tries': { status: 429, title: 'Too many tries to log in' },
  'read-only-token': { status: 403, title: 'The token may look, and change nothing' },
  'events-not-shown': { status: 403, title: 'What viewers write is not shown here' },
  'other-origin': { status: 403, title: 'The request comes from a page of another origin' },
  'console-header-missing': { status: 403, title: 'A session changes things only with a header' },
  'not-found': { status: 404, title: 'There is nothing of this name' },
  'method-not-allowed': { status: 405, title: 'Not with this method' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'body-not-json': { status: 400, title: 'The body is not JSON' },
  'body-not-yaml': { status: 400, title: 'The body is not YAML' },
  'media-type': { status: 415, title: 'The body is of another kind' },
  invalid: { status: 400, title: 'The request is not valid' },
  'if-match-missing': { status: 428, title: 'It must say which version it changes' },
  'changed-meanwhile': { status: 412, title: 'It has changed since it was read' },
  'idempotency-key-reused': { status: 422, title: 'The key stands for another request' },
  exists: { status: 409, title: 'There is one of this name' },
  provisioned: { status: 409, title: 'It is in the file, and read-only here' },
  'too-many': { status: 409, title: 'There are as many as there may be' },
  'not-confirmed': { status: 409, title: 'It asks first whether that is meant' },
  'no-live-job': { status: 409, title: 'The room runs no live job' },
  'still-under-way': { status: 409, title: 'The same request is still under way' },
  'too-many-streams': { status: 503, title: 'Too many streams are open' },
  'too-many-questions': { status: 503, title: 'Too many questions are under way' },
  'too-many-trials': { status: 503, title: 'Too many sources are being tried' },
  'metastudio-failed': { status: 502, title: 'MetaStudio did not answer as it should' },
  unavailable: { status: 503, title: 'Redis cannot be used now' },
  internal: { status: 500, title: 'Something went wrong here' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemKind = keyof typeof PROBLEMS;

/** One thing that is wrong with a request: where, and what is expected. Never holds the value. */
export interface Complaint {
  /** A JSON pointer into the body (RFC 6901). */
  readonly pointer?: string;
  /** The name of a query parameter or header. */
  readonly parameter?: string;
  readonly detail: string;
}

/** Thrown anywhere below a route of the API: becomes its answer. */
export class Problem extends Error {
  readonly code = 'RELAY_API_PROBLEM';

  /** @param detail what is wrong with this request, and what to do, for the caller. */
  constructor(
    readonly kind: ProblemKind,
    readonly detail: string,
    readonly more: {
      /** All that is wrong, at once. */
      readonly errors?: readonly Complaint[];
      /** The detail in Chinese, for the console, where the kind alone does not tell enough. */
      readonly detailZh?: string | undefined;
      readonly headers?: Readonly<Record<string, string>>;
      /** What else a program needs to know (RFC 9457, 3.2). */
      readonly members?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

const TYPE_PREFIX = 'urn:live-relay:problem:';

export function answerOf({
  kind,
  detail,
  more: { errors, detailZh, headers, members },
}: Problem): HttpAnswer {
  const { status, title } = PROBLEMS[kind];
  return {
    status,
    body: {
      type: TYPE_PREFIX + kind,
      title,
      status,
      detail,
      ...(detailZh === undefined ? {} : { detailZh }),
      ...(errors === undefined ? {} : { errors }),
      ...members,
    },
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      // `Bearer`: no redirect to a page, and no scheme that makes a browser ask for a password.
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...headers,
    },
  };
}
