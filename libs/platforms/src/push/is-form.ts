// The program asks this before it knows which command runs, so this file imports nothing.

/** Whether a content type is that of an HTML form. */
export function isForm(contentType: string | undefined): boolean {
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType ?? '');
}
