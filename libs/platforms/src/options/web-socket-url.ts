import { TextThat, type Asked } from '#options';

/**
 * A `ws://` or `wss://` address; hosts without a domain (`localhost`, a container's name) are
 * allowed.
 */
export function IsWebSocketUrl(asked: Asked = {}): PropertyDecorator {
  const what = 'an address that begins with ws:// or wss://';
  return TextThat(what, isWebSocketUrl, asked);
}

/** None can be opened to an address with a fragment. */
function isWebSocketUrl(value: unknown): boolean {
  return isUrlOf(value, ['ws:', 'wss:']) && !String(value).includes('#');
}

/** An `http://` or `https://` address. */
export function IsHttpUrl(asked: Asked = {}): PropertyDecorator {
  const what = 'an address that begins with https:// or http://, without a user name';
  return TextThat(what, isFetchUrl, asked);
}

/** `fetch` refuses user names and passwords in an address. */
function isFetchUrl(value: unknown): boolean {
  if (!isUrlOf(value, ['http:', 'https:'])) return false;
  const { username, password } = new URL(String(value));
  return username === '' && password === '';
}

/** An address of a WebSocket, or of what opens or tells one over HTTP. */
export function IsAnyUrl(
  asked: Asked = {},
  what = 'an address that begins with https://, http://, wss:// or ws://',
): PropertyDecorator {
  return TextThat(what, (value) => isUrlOf(value, ['https:', 'http:', 'wss:', 'ws:']), asked);
}

/** Whether a value is an address with a host and one of these protocols (each with its colon). */
function isUrlOf(value: unknown, protocols: readonly string[]): boolean {
  if (typeof value !== 'string' || value.length > LENGTH_MAX || !URL.canParse(value)) return false;
  // A secret may stand at its end, and a file's line break after that; within it, a blank is a
  // typo.
  if (/[\s\p{Cf}]/u.test(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocols.includes(protocol) && hostname !== '';
}

const LENGTH_MAX = 4096;
