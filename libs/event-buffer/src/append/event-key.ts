import { crc32 } from 'node:zlib';

/** Tells events apart that wait in one target, by their fragment and its comma. */
export function eventKey(fragment: Buffer): string {
  return `${crc32(fragment).toString(36)}.${fragment.length.toString(36)}`;
}
