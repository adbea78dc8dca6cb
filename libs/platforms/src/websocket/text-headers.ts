/** The headers in the form in which they are sent. */
export function textHeaders(
  headers: Readonly<Record<string, string | number>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
