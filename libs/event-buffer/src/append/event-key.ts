import { crc32 } from 'node:zlib';

/** A key for an event that waits in a target, from its fragment with the comma. */
export function eventKey(fragment: Buffer): string {
  return `${crc32(fragment).toString(36)}.${fragment.length.toString(36)}`;
}
