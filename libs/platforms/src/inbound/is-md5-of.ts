import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a signature is the MD5 of these parts, one behind the other. Takes the same time for any
 * signature of the right length.
 */
export function isMd5Of(
  signature: string,
  encoding: 'hex' | 'base64',
  parts: readonly (string | Buffer)[],
): boolean {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  const expected = hash.digest();
  const given = Buffer.from(signature, encoding);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
