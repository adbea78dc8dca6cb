import type { ConnectTo } from '#source';

/** Finds `{{token}}` in the options of a connection, and fills it in. */
export class TokenSlots {
  constructor(readonly to: ConnectTo) {}

  filled(token: string): ConnectTo {
    const { headers = {}, subprotocols, url } = this.to;
    const plain = Object.entries(headers).map(([name, value]) => [name, fill(value, token)]);
    return {
      ...this.to,
      url: fill(url, encodeURIComponent(token)),
      headers: Object.fromEntries(plain) as Record<string, string>,
      subprotocols: subprotocols?.map((name) => fill(name, token)),
    };
  }
}

/** Whether any text of a value has `{{token}}`. */
export function usesToken(value: unknown): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text !== undefined && text.search(SLOT) >= 0;
}

/** Replaces `{{token}}` in a text by the token. */
export function fill(text: string, token: string): string {
  return text.replace(SLOT, () => token);
}

// The URL parser writes braces in some places as %7B and %7D.
const SLOT = /(?:\{|%7B){2}(?:\s|%20){0,9}token(?:\s|%20){0,9}(?:\}|%7D){2}/gi;
