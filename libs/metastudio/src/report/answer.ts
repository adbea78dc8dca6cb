import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { jsonIn } from '#live-event';
import { errorCodeOf } from '../error-codes.js';
import { MESSAGE_LENGTH_MAX } from './report-outcome.js';

/** An answer, before it is interpreted. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** At least the beginning of the body, bounded. */
  readonly body: Buffer;
}

/** The fields of any answer of MetaStudio or its gateway. */
export interface AnswerFields {
  readonly code?: string | undefined;
  /** Cleaned and bounded; may quote the request. */
  readonly message: string;
  readonly requestId?: string | undefined;
  /** The body, if it is a JSON object. */
  readonly object?: Readonly<Record<string, unknown>> | undefined;
}

/** Reads an answer; an empty, truncated or malformed body is no error. */
export function answerFieldsOf(answer: Answer): AnswerFields {
  const { headers } = answer;
  const object = jsonObjectOf(unpackedBody(answer));
  const own = (name: string): unknown =>
    object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
  return {
    object,
    code: errorCodeOf(own('error_code')),
    // MetaStudio says `error_msg`, the newer gateway `error_message`.
    message: cleanMessage(own('error_msg') ?? own('error_message')),
    requestId: requestIdOf(headers['x-request-id']) ?? requestIdOf(own('request_id')),
  };
}

/** One value of a header that may have come more than once. */
export function headerOf(answer: Pick<Answer, 'headers'>, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Nobody is asked to compress, but a gateway may: its error code then decides all the same. */
function unpackedBody(answer: Answer): Buffer {
  const unpack = UNPACKS.get(headerOf(answer, 'content-encoding')?.trim().toLowerCase() ?? '');
  if (unpack === undefined) return answer.body;
  try {
    return unpack(answer.body);
  } catch {
    return answer.body;
  }
}

/** A page of the longest list unpacks to less; a bomb to more. */
const UNPACKED_BYTES_MAX = 16 * 1024 * 1024;
const WHOLE = { maxOutputLength: UNPACKED_BYTES_MAX } as const;
const UNPACKS: ReadonlyMap<string, (body: Buffer) => Buffer> = new Map([
  ['gzip', (body) => gunzipSync(body, WHOLE)],
  ['x-gzip', (body) => gunzipSync(body, WHOLE)],
  ['deflate', (body) => inflateSync(body, WHOLE)],
  ['br', (body) => brotliDecompressSync(body, WHOLE)],
]);

function jsonObjectOf(body: Buffer): Record<string, unknown> | undefined {
  // Gateways answer with HTML, and a long body is cut off: then the status must do.
  const value = jsonIn(body.toString('utf8'));
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

/**
 * Where an answer begins to repeat our credentials: a header, or the prefix of the SDK's signature.
 */
const CREDENTIAL =
  /["']?\b(?:(?:proxy-)?authorization|cookie|x-[\w-]{1,30}-token|x-mss-[\w-]{1,30})["'\s]{0,4}[:=]|SDK-HMAC-SHA256/iu;

function cleanMessage(raw: unknown): string {
  if (typeof raw !== 'string') return '';
  const text = raw.slice(0, MESSAGE_LENGTH_MAX * 2);
  const at = text.search(CREDENTIAL);
  return (at === -1 ? text : `${text.slice(0, at)}…`)
    .replace(/(auth_key|x-auth-token|signature)=[^\s&"']*/giu, '$1=…')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, MESSAGE_LENGTH_MAX)
    .toWellFormed();
}

function requestIdOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && /^[\w.:-]{1,128}$/u.test(raw) ? raw : undefined;
}
