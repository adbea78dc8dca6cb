// The program knows it before it knows which command runs: this file imports nothing.

/** Whether a body is a form of the web, by its type. */
export function isForm(contentType: string | undefined): boolean {
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType ?? '');
}
