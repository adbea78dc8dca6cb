import type { IncomingHttpHeaders } from 'node:http';
import type { PushVerifier } from '../inbound/inbound.js';
import { isMd5Of } from '../inbound/is-md5-of.js';
import { staleness } from '../inbound/signed-time.js';
import { headerOf, nameOfSignature } from '../inbound/webhook-frame.js';
import { DOUYIN_HEADER } from './douyin-webhook.external.js';

/** Sorted by name, in the order in which they are signed. */
const SIGNED = [
  DOUYIN_HEADER.type,
  DOUYIN_HEADER.nonce,
  DOUYIN_HEADER.room,
  DOUYIN_HEADER.time,
] as const;

/**
 * Checks Douyin's signature: the MD5, in base64, of its headers as `name=value` joined by `&`, the
 * body and the secret.
 * @see https://developer.open-douyin.com/docs/resource/zh-CN/interaction/develop/server/live-room-scope/signature
 */
export function douyinVerifier(secret: string): PushVerifier {
  return (headers, body, now) => {
    const shown = headerOf(headers, DOUYIN_HEADER.signature);
    const pairs = SIGNED.map((name) => [name, headerOf(headers, name)] as const);
    const time = headerOf(headers, DOUYIN_HEADER.time);
    if (
      shown === undefined ||
      time === undefined ||
      pairs.some(([, value]) => value === undefined)
    ) {
      return 'no-signature';
    }
    const text = pairs.map(([name, value]) => `${name}=${value}`).join('&');
    if (!isMd5Of(shown, 'base64', [text, body, secret])) return 'bad-signature';
    return staleness(time, now, douyinMoneySignature(headers) !== undefined);
  };
}

/** The signature of a push that contains gifts. */
export function douyinMoneySignature(headers: IncomingHttpHeaders): string | undefined {
  return headerOf(headers, DOUYIN_HEADER.type) === 'live_gift'
    ? nameOfSignature(headers, DOUYIN_HEADER.signature)
    : undefined;
}
