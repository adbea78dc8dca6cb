/**
 * The value that a text holds as JSON; `undefined` if it holds none. The parser's own message would
 * quote the text, so nothing is thrown.
 */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
