import { fieldsOf } from '#live-event';
import type { IncomingHttpHeaders } from 'node:http';
import { parseJson, type Frame } from '#source';
import { writtenJson } from '../decoding/written-json.js';
import { isFormBody } from './is-form.js';

/** The most fields of a form. */
const FORM_FIELDS_MAX = 100;

/**
 * The frame of an HTTP request: the body, or for a form (`application/x-www-form-urlencoded`) a
 * JSON object with its fields as texts. If a field occurs twice, the last one counts.
 */
export function pushedFrame(headers: IncomingHttpHeaders, body: Buffer): Frame {
  if (!isFormBody(headers['content-type'], body)) return body;
  const fields = [...new URLSearchParams(body.toString())].slice(0, FORM_FIELDS_MAX);
  return JSON.stringify(Object.fromEntries(fields));
}

/**
 * The frame of a recorded push: a webhook's headers and body, or a bare body, which shows by itself
 * whether it is a form. Anything else stays as it is. Never throws.
 */
export function recordedFrame(recorded: Frame): Frame {
  const text = recorded.toString();
  if (FORM.test(text)) return pushedFrame({ 'content-type': FORM_TYPE }, Buffer.from(text));
  const document = text.startsWith('{') ? parseJson(text) : undefined;
  const { headers, body, ...others } = fieldsOf(document as RecordedPush | undefined);
  const isWebhook = typeof headers === 'object' && headers !== null && body !== undefined;
  if (!isWebhook || Object.keys(others).length > 0) return recorded;
  if (typeof body !== 'string') return writtenJson(body) ?? recorded;
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  const headersRead = { 'content-type': typeof type?.[1] === 'string' ? type[1] : undefined };
  return pushedFrame(headersRead, Buffer.from(body)).toString();
}

interface RecordedPush {
  readonly headers: unknown;
  readonly body: unknown;
}

/** No JSON, and no line of words, begins like this. */
const FORM = /^[\w.-]{1,64}=[^\s<>]*$/;
const FORM_TYPE = 'application/x-www-form-urlencoded';
