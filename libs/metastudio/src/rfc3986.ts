/**
 * Percent-encodes everything except the unreserved characters of RFC 3986, as the signature does;
 * the request must be encoded the same way, so form encoding (`+`) is not used anywhere.
 */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The inverse; text that is not well encoded stays unchanged. `+` is a plus sign. */
export function decodeRfc3986(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
