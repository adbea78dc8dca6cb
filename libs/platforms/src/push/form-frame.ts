import { fieldsOf } from '#live-event';
import type { IncomingHttpHeaders } from 'node:http';
import { parseJson, type Frame } from '#source';
import { isForm } from './is-form.js';

/** The most fields of a form. */
export const FORM_FIELDS_MAX = 100;

/**
 * The frame of what HTTP brought: the body, or of a form (`application/x-www-form-urlencoded`) an
 * object of JSON with its fields as texts. Of a field that is there twice the last is taken.
 */
export function pushedFrame(headers: IncomingHttpHeaders, body: Buffer): Frame {
  if (!isForm(headers['content-type'])) return body;
  const fields = [...new URLSearchParams(body.toString())].slice(0, FORM_FIELDS_MAX);
  return JSON.stringify(Object.fromEntries(fields));
}

/**
 * The frame of a push that was recorded elsewhere: a webhook's headers and body, or a body, which
 * says itself whether it is a form. Anything else is as it was. Never throws.
 */
export function recordedFrame(recorded: Frame): Frame {
  const text = recorded.toString();
  if (FORM.test(text)) return pushedFrame({ 'content-type': FORM_TYPE }, Buffer.from(text));
  const document = text.startsWith('{') ? parseJson(text) : undefined;
  const { headers, body, ...others } = fieldsOf(document as RecordedPush | undefined);
  const isWebhook = typeof headers === 'object' && headers !== null && body !== undefined;
  if (!isWebhook || Object.keys(others).length > 0) return recorded;
  if (typeof body !== 'string') return JSON.stringify(body);
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  const headersRead = { 'content-type': typeof type?.[1] === 'string' ? type[1] : undefined };
  return pushedFrame(headersRead, Buffer.from(body)).toString();
}

interface RecordedPush {
  readonly headers: unknown;
  readonly body: unknown;
}

/** No JSON, and no line of words, begins so. */
const FORM = /^[\w.-]{1,64}=[^\s<>]*$/;
const FORM_TYPE = 'application/x-www-form-urlencoded';
