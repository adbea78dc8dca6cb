import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { PushVerifier } from '../inbound/inbound.js';
import { staleness } from '../inbound/signed-time.js';
import { headerOf, nameOfSignature } from '../inbound/webhook-frame.js';
import { KICK_HEADER } from './kick-webhook.external.js';

/**
 * Checks Kick's signature: RSA with SHA-256 over `<id>.<timestamp>.<body>`.
 * @see https://docs.kick.com/events/webhook-security
 */
export function kickVerifier(key: KeyObject): PushVerifier {
  return (headers, body, now) => {
    const signature = headerOf(headers, KICK_HEADER.signature);
    const id = headerOf(headers, KICK_HEADER.id);
    const time = headerOf(headers, KICK_HEADER.time);
    if (signature === undefined || id === undefined || time === undefined) return 'no-signature';
    const signed = Buffer.concat([Buffer.from(`${id}.${time}.`), body]);
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64'))) return 'bad-signature';
    return staleness(time, now, kickMoneySignature(headers) !== undefined);
  };
}

/** The signature of a webhook that contains a gift or a subscription. */
export function kickMoneySignature(headers: IncomingHttpHeaders): string | undefined {
  return MONEY.has(headerOf(headers, KICK_HEADER.type) ?? '')
    ? nameOfSignature(headers, KICK_HEADER.signature)
    : undefined;
}

const MONEY = new Set([
  'channel.subscription.new',
  'channel.subscription.renewal',
  'channel.subscription.gifts',
  'kicks.gifted',
]);

/**
 * Reads an RSA public key in PEM: as in a file, on one line, with `\n` for line ends as in
 * variables, or without its first and last line. `undefined` if it is none.
 */
export function publicKeyOf(text: string): KeyObject | undefined {
  const base64 = text.replace(/-----[A-Z ]{1,40}-----|\\n|\s/g, '');
  if (text.length > TEXT_LENGTH_MAX || !/^[A-Za-z0-9+/]{100,}={0,2}$/.test(base64))
    return undefined;
  try {
    const key = createPublicKey({
      key: Buffer.from(base64, 'base64'),
      format: 'der',
      type: 'spki',
    });
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    // Not a key: the caller reports that.
    return undefined;
  }
}

const TEXT_LENGTH_MAX = 8192;
