// The program asks this before it knows which command runs, so this file imports nothing.

/** Whether a content type is that of an HTML form. */
export function isForm(contentType: string | undefined): boolean {
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType ?? '');
}

/**
 * Whether the body is a form. JSON is none, whatever its header says: curl sends it as one unless it
 * is told otherwise.
 */
export function isFormBody(contentType: string | undefined, body: Buffer): boolean {
  return isForm(contentType) && !JSON_BEGINS.test(body.toString());
}

/** In a form these are written as `%7B` and `%5B`. */
const JSON_BEGINS = /^\s*[{[]/;
