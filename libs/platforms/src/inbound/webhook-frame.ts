import type { IncomingHttpHeaders } from 'node:http';
import { parseJson, type Frame } from '#source';

/** A webhook: headers by their names in lower case, and the body as JSON. */
export interface Webhook {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: unknown;
}

/** Why a frame is not a webhook, for `malformed`. */
export type WebhookProblem = 'not-json' | 'not-an-object' | 'no-headers' | 'body-not-json';

/** The value of a header; `undefined` if it is missing, empty, or there more than once. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * The name of a signature in base64, the same however it is written: one with other padding, or with
 * characters that are no base64 among it, has the same bytes, and is as valid.
 */
export function nameOfSignature(headers: IncomingHttpHeaders, name: string): string | undefined {
  const shown = headerOf(headers, name);
  return shown && Buffer.from(shown, 'base64').toString('base64');
}

/** A webhook's frame: `{"headers": {…}, "body": …}`, with the headers that its decoder reads. */
export function webhookFrame(
  headers: IncomingHttpHeaders,
  body: Buffer,
  names: readonly string[],
): Frame {
  const kept = Object.fromEntries(names.map((name) => [name, headerOf(headers, name)]));
  // The body goes in as a string: spliced in as JSON, it could add headers of its own.
  return JSON.stringify({ headers: kept, body: body.toString('utf8') });
}

/** Reads a webhook's frame. The body may be JSON, or JSON in a string. Never throws. */
export function parseWebhook(frame: Frame): Webhook | WebhookProblem {
  const document = parseJson(frame.toString());
  if (document === undefined) return 'not-json';
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return 'not-an-object';
  }
  const { headers, body } = document as { headers?: unknown; body?: unknown };
  if (typeof headers !== 'object' || headers === null) return 'no-headers';
  const content = typeof body === 'string' ? parseJson(body) : body;
  if (content === undefined) return 'body-not-json';
  return { headers: headersOf(headers), body: content };
}

/** A recorded webhook may spell header names as the platform does. */
function headersOf(headers: object): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const [name, value] of Object.entries(headers).slice(0, HEADERS_MAX) as [
    string,
    unknown,
  ][]) {
    if (typeof value === 'string' || typeof value === 'number') {
      known.set(name.toLowerCase(), String(value));
    }
  }
  return known;
}

const HEADERS_MAX = 200;
