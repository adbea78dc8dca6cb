import type { Writable } from 'node:stream';

/**
 * A text as it may be written to a stream. JSON leaves some control characters as they are, which
 * steer a terminal or reverse its text: there they are escaped. Programs get every byte.
 */
export function textFor(to: Writable & { readonly isTTY?: boolean }, text: string): string {
  return to.isTTY === true ? safeForTerminal(text) : text;
}

/** JSON that means the same, without those characters. */
export function safeForTerminal(json: string): string {
  return json.replaceAll(STEERING, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

const STEERING = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
