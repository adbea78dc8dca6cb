import { open } from 'node:fs/promises';
import type { SkewClock } from '../../http/skew-clock.js';
import { CredentialError } from '../credential-error.js';
import { readKeys } from './read-keys.js';
import type { TemporaryKeys } from './renewed-keys.signer.js';

/**
 * Access keys from a file that another program renews. Their age counts from when they were first
 * read: keys that were read again unchanged are not fresh, and once they are refused the file is
 * read again.
 * @returns a function that reads them; it rejects with a {@link CredentialError} if there are none:
 *   always retriable, since the file may appear.
 */
export function keyFileSource(file: string, clock: Clock): () => Promise<TemporaryKeys> {
  let last: TemporaryKeys | undefined;
  return async () => {
    const read = await readKeyFile(file, clock);
    const isSame = last !== undefined && isSameKeys(last, read);
    // The clock may have been ahead when they were first read.
    last = isSame ? { ...read, obtainedAt: Math.min(last!.obtainedAt, read.obtainedAt) } : read;
    return last;
  };
}

type Clock = Pick<SkewClock, 'now' | 'heard'>;

function isSameKeys(one: TemporaryKeys, other: TemporaryKeys): boolean {
  return (
    one.accessKey.reveal() === other.accessKey.reveal() &&
    one.secretKey.reveal() === other.secretKey.reveal() &&
    one.securityToken?.reveal() === other.securityToken?.reveal()
  );
}

async function readKeyFile(file: string, clock: Clock): Promise<TemporaryKeys> {
  const keys = readKeys(await textOf(file));
  if (typeof keys === 'string') throw failed(keys, 'unreadable');
  const obtainedAt = clock.now();
  const expiresAt = keys.expiresAt ?? Infinity;
  // Our own clock may be hours ahead: only an answer tells, and there is none without keys.
  if (expiresAt <= obtainedAt && clock.heard) throw failed('holds keys that have ended', 'expired');
  return { ...keys, obtainedAt, renewAt: obtainedAt + READ_EVERY_MS, expiresAt };
}

async function textOf(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BYTES_MAX), 0, BYTES_MAX, 0);
      return buffer
        .subarray(0, bytesRead)
        .toString('utf8')
        .replace(/^\uFEFF/u, '');
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw failed('cannot be read', code, error);
  }
}

function failed(what: string, giverCode: string, cause?: unknown): CredentialError {
  const message = `The key file ${what} (${giverCode}). Look at auth.file, and at whoever renews it.`;
  return new CredentialError(message, { retriable: true, giver: 'the key file', giverCode, cause });
}

/** How often the file is read again, while requests are signed. */
const READ_EVERY_MS = 10_000;
const BYTES_MAX = 65_536;
