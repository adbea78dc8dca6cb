import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';

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
export function readTextFile(file: string, bytesMax = Infinity): TextFile {
  try {
    if (statSync(file).size > bytesMax) {
      return { ok: false, message: `is larger than ${bytesMax} bytes` };
    }
    const bytes = readFileSync(file);
    // A wrongly decoded character would make another name, key or id; PowerShell's `>` writes UTF-16.
    if (!isUtf8(bytes)) return { ok: false, message: 'is not UTF-8; save it as UTF-8' };
    return { ok: true, text: bytes.toString('utf8').replace(/^\ufeff/, '') };
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    return { ok: false, message: REASONS.get(code) ?? `cannot be read (${code})`, code };
  }
}

const REASONS = new Map([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'may not be read by this user'],
  ['EISDIR', 'is a folder'],
]);
