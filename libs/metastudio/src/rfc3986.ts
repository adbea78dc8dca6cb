/**
 * Percent-encodes everything but the unreserved characters of RFC 3986, as the signature does;
 * what goes on the wire must be encoded the same, so no form encoding (`+`) anywhere.
 */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The opposite; text that is not well encoded stays as it is. `+` is a plus sign. */
export function decodeRfc3986(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
