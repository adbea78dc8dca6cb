import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { FILE_BYTES_MAX } from './read-yaml.js';

/** The text of a configuration, or why it cannot be read, in a sentence. */
export function readConfigFile(
  file: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  try {
    if (statSync(file).size > FILE_BYTES_MAX) {
      return { ok: false, message: `is larger than ${FILE_BYTES_MAX} bytes` };
    }
    const bytes = readFileSync(file);
    // A wrongly decoded character would make another name, key or id; PowerShell's `>` writes UTF-16.
    if (!isUtf8(bytes)) return { ok: false, message: 'is not UTF-8; save it as UTF-8' };
    return { ok: true, text: bytes.toString('utf8') };
  } catch (error) {
    return { ok: false, message: reasonOf((error as NodeJS.ErrnoException).code) };
  }
}

function reasonOf(code = 'unknown reason'): string {
  return REASONS.get(code) ?? `cannot be read (${code})`;
}

const REASONS = new Map([
  ['ENOENT', 'does not exist; start from relay.example.yaml, or name another with --config'],
  ['EACCES', 'may not be read by this user'],
  ['EISDIR', 'is a folder'],
]);
