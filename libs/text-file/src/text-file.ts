import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/** The text of a file; or why it cannot be had, in a sentence that begins behind its path. */
export type TextFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly code?: string };

/**
 * Reads a file that a person wrote, in UTF-8: without the mark that editors of Windows begin it
 * with, which would be a part of the first name.
 *
 * @param bytesMax a larger file is not read.
 */
export function readTextFile(file: string, bytesMax = BYTES_MAX): TextFile {
  try {
    const stat = statSync(file);
    // A device or a pipe has no size, and may have no end.
    const bytes =
      stat.isFile() && stat.size <= bytesMax ? readFileSync(file) : readBegin(file, bytesMax + 1);
    if (bytes.length > bytesMax) {
      return { ok: false, message: `is larger than ${bytesMax} bytes` };
    }
    // A wrongly decoded character would make another name, key or id; PowerShell's `>` writes UTF-16.
    if (!isUtf8(bytes)) return { ok: false, message: 'is not UTF-8; save it as UTF-8' };
    return { ok: true, text: bytes.toString('utf8').replace(/^\ufeff/, '') };
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    return { ok: false, message: REASONS.get(code) ?? `cannot be read (${code})`, code };
  }
}

const BYTES_MAX = 64 * 1024 * 1024;

function readBegin(file: string, bytesMax: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const parts: Buffer[] = [];
    for (let left = bytesMax; left > 0;) {
      const part = Buffer.alloc(Math.min(left, PART_BYTES));
      const bytes = readSync(descriptor, part);
      if (bytes === 0) break;
      parts.push(part.subarray(0, bytes));
      left -= bytes;
    }
    return Buffer.concat(parts);
  } finally {
    closeSync(descriptor);
  }
}

const PART_BYTES = 65_536;

const REASONS = new Map([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'may not be read by this user'],
  ['EISDIR', 'is a folder'],
]);
