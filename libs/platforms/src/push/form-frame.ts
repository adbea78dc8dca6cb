import type { IncomingHttpHeaders } from 'node:http';
import type { Frame } from '#source';

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

/** Whether a body is a form of the web, by its type. */
export function isForm(contentType: string | undefined): boolean {
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType ?? '');
}
