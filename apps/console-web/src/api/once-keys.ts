/** The `Idempotency-Key` for a body. */
export type KeyOf = (body: unknown) => string;

/**
 * Keys for what is asked in one place: what is sent again, since no answer came, has its key again,
 * and is done once.
 */
export function onceKeys(): KeyOf {
  let [known, key] = ['', ''];
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== known) [known, key] = [text, newKey()];
    return key;
  };
}

/** Not `crypto.randomUUID`: a page that came without TLS from another machine has none. */
function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
