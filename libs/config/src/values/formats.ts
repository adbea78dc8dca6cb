import { isLoopback } from '#loopback';
import { appUserIdProblem, ECS_METADATA, endpointProblem } from '#metastudio';

/** Formats of values that several parts of the configuration share. */

/** Ids of MetaStudio: UUIDs with and without hyphens, and other forms that it may give. */
export const ID = /^[A-Za-z0-9_-]{1,64}$/;
export const ID_WHAT = 'an id: 1 to 64 letters, digits, - or _';

/** Whether `X-App-UserId` can carry it: no Chinese. */
export function isAppUserId(value: unknown): boolean {
  return typeof value === 'string' && appUserIdProblem(value) === undefined;
}

export const APP_USER_ID_WHAT = '1 to 128 visible ASCII characters (it is an HTTP header)';

/** An absolute URL of one of the schemes (`https:`), with nothing around it; or `undefined`. */
export function urlOf(value: unknown, schemes: readonly string[]): URL | undefined {
  if (typeof value !== 'string' || value.length > 4096 || !URL.canParse(value)) return undefined;
  // `URL` removes or encodes white space, and the receiver may not.
  if (/[\s\p{Cf}]/u.test(value)) return undefined;
  const url = new URL(value);
  return schemes.includes(url.protocol) && url.hostname !== '' ? url : undefined;
}

/** Whether it is an address like `https://host`; http only to this machine. */
export function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && endpointProblem(value) === undefined;
}

/**
 * Whether it can be a callback address: https, or http to this machine; no query, since MetaStudio adds one.
 */
export function isCallbackUrl(value: unknown): boolean {
  const url = urlOf(value, ['https:', 'http:']);
  if (url === undefined || url.href.length > 2048) return false;
  if (url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

export const CALLBACK_URL_WHAT =
  'an https:// address without a query, which leads to /callbacks/metastudio/<project> of the relay';

export const ORIGIN_WHAT =
  'an address like https://host, without a path (http only to this machine)';

/** Whether it is the address of a metadata service: the link-local one, or one on this machine. */
export function isMetadataOrigin(value: unknown): boolean {
  if (value === ECS_METADATA) return true;
  const url = urlOf(value, ['http:']);
  return url !== undefined && isLoopback(url.hostname) && isOrigin(value);
}

export const METADATA_WHAT = `${ECS_METADATA}, or http:// to this machine`;
